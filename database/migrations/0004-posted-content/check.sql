-- Only what was approved has a content.
select 'content of a posting that approved nothing: ' || c.org_id || ' ' || c.seq from posting_content c join posting p on p.org_id = c.org_id and p.seq = c.seq where p.kind <> 'approve'
