export interface ReadingLimits {
  /** Bytes of the file as uploaded. */
  readonly fileBytes: number;
  /** Bytes of all parts of one .xlsx together once inflated: a 0.5 MB file can hold 512 MB. */
  readonly inflatedBytes: number;
  /** Characters of all texts that an .xlsx keeps in its shared table. */
  readonly sharedTextLength: number;
  /** The highest row number of a sheet; 1,048,576 is what Excel itself has. */
  readonly rows: number;
  readonly columns: number;
  /** Legacy .xls is read in one piece, so it is held smaller: 30,000 rows of 12 columns are 7.5 MB. */
  readonly legacyBytes: number;
  readonly batchRows: number;
  /** JavaScript heap of the worker, MB. */
  readonly heapMegabytes: number;
  readonly seconds: number;
}

const megabyte = 1024 * 1024;

export const defaultLimits: ReadingLimits = {
  fileBytes: 100 * megabyte,
  inflatedBytes: 256 * megabyte,
  sharedTextLength: 64 * megabyte,
  rows: 1_048_576,
  columns: 16_384,
  legacyBytes: 8 * megabyte,
  batchRows: 1_000,
  heapMegabytes: 256,
  seconds: 120,
};
