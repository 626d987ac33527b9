-- Documents that turn goods into others (组装, 拆卸) are found by it among those of a re-costing.
create index stock_entry_turned on stock_entry (org_id, document_id) where basis = 'document';
