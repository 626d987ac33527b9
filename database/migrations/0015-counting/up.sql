-- A company that brings fifty thousand goods is unknown to the database until it counts again, and until then every look-up
-- by key may read the whole company. The program asks for the count itself, which PostgreSQL allows from 17 on to whoever
-- may maintain a table; before that, autovacuum counts when it comes by. No book rows: these are records and balances.
do $$
begin
  if current_setting('server_version_num')::int >= 170000 then
    grant maintain on item, item_barcode, partner, stock_balance, partner_balance to zhangshi_app;
  end if;
end $$;
