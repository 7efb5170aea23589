export interface Message {
  /** The section whose button was pressed: the answer is shown there. */
  readonly section: string;
  readonly text: string;
  readonly state: 'done' | 'failed' | 'working';
}

/** Longer work is followed on the page instead of keeping a browser waiting without a word. */
const PATIENCE_MS = 1_000;

/** What the last button did, said once on the page that follows; while it is still at work, on every page until then. */
export class Notice {
  #message: Message | undefined;

  /** True while the last button's work goes on: the page then asks again by itself. */
  get isWorking(): boolean {
    return this.#message?.state === 'working';
  }

  /** Answers when the work is done, or after a second, whichever comes first. */
  async follow(section: string, working: string, work: () => Promise<string>): Promise<void> {
    if (this.isWorking) {
      return;
    }
    const isDone = this.#finish(section, work);
    this.#message = { section, text: working, state: 'working' };
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([isDone, patience]);
    clearTimeout(timer);
  }

  async #finish(section: string, work: () => Promise<string>): Promise<void> {
    // Begun after the message about the work is set, however quickly it ends.
    await Promise.resolve();
    try {
      this.#message = { section, text: await work(), state: 'done' };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#message = { section, text, state: 'failed' };
      if (!(error instanceof Error) || error.name !== 'ControlError') {
        console.error('emulators: control', error);
      }
    }
  }

  take(): Message | undefined {
    const message = this.#message;
    if (message?.state !== 'working') this.#message = undefined;
    return message;
  }
}
