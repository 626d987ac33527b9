-- 盘点员: counts, and sees no balance.
alter table platform.membership drop constraint membership_role, add constraint membership_role check (role in ('owner', 'admin', 'clerk', 'buyer', 'storekeeper', 'counter', 'bookkeeper'));
