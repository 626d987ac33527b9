export const masterData = "a word inside a name may say something";
