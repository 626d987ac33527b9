-- An entry names a lot exactly when its item is tracked.
select 'entry without lot: ' || e.seq from stock_entry e join item i on i.org_id = e.org_id and i.id = e.item_id where i.tracking <> 'none' and e.lot is null
