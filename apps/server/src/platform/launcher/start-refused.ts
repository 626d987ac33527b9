/** The program cannot start and the user can do something about it: one sentence in each language, never a stack. */
export class StartRefused extends Error {
  readonly chinese: string;
  readonly english: string;

  constructor(chinese: string, english: string) {
    super(`${chinese}\n${english}`);
    this.name = "StartRefused";
    this.chinese = chinese;
    this.english = english;
  }
}
