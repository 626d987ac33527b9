export const initials = "NFSQ";
