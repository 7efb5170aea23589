export interface Message {
  readonly text: string;
  readonly failed: boolean;
}

/** What the last button did, told once on the page that follows. */
export class Notice {
  #message: Message | undefined;

  say(text: string, failed = false): void {
    this.#message = { text, failed };
  }

  take(): Message | undefined {
    const message = this.#message;
    this.#message = undefined;
    return message;
  }
}
