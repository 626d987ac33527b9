-- 批号与效期 and the expiry alert read what stands: most lots and serial numbers of a long history are sold out.
create index stock_lot_balance_standing on stock_lot_balance (org_id, item_id, lot, warehouse_id) where quantity > 0;
-- A number that is scanned or typed is found by how it begins, whatever the item.
create index lot_by_code on lot (org_id, lot collate "C");
