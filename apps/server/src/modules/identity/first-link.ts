/** The chain of a company's postings begins with thirty-two zero bytes. */
export const firstLink = Buffer.alloc(32);
