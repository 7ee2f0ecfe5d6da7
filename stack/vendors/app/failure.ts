/** A refusal of the app: its status, and the word in `error`. */
export class AppFailure extends Error {
  override name = "AppFailure";
  readonly status: number;
  readonly details: object;

  constructor(status: number, error: string, details: object = {}) {
    super(error);
    this.status = status;
    this.details = details;
  }
}
