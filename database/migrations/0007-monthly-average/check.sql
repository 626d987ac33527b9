-- An average stands only for a closed month.
select 'average of an open month: ' || a.org_id from month_average a join books b on b.org_id = a.org_id where a.period > b.closed_through
