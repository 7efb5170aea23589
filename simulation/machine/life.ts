export class Killed extends Error {
  override readonly name = 'Killed';
  constructor() {
    super('The process has been killed.');
  }
}

export interface Death {
  /** Counted from 1: the write at which the process stops. */
  atWrite: number;
  /** Whether the write still has its effect; its answer is seen by nobody either way. */
  when: 'before' | 'after';
}

/**
 * The life of one process of the application, as its edges see it. Once it is over nothing that the process still
 * tries has any effect: no `catch` and no `finally` of a dead process tidies up.
 */
export class Life {
  #writes = 0;
  #isEnded = false;
  #death: Death | null;
  readonly #die: () => void;

  /** `die`: called at the moment of death, for a process that can really be killed. */
  constructor(death: Death | null = null, die: () => void = () => {}) {
    this.#death = death;
    this.#die = die;
  }

  get writes(): number {
    return this.#writes;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Lets it end at a write from now on. */
  endAt(death: Death | null): void {
    this.#death = death && { ...death, atWrite: this.#writes + death.atWrite };
  }

  /** Takes one step over the edge of the process: a request, a statement. */
  async pass<T>(kind: 'read' | 'write', step: () => Promise<T>): Promise<T> {
    if (this.#isEnded) throw new Killed();
    const isLast = kind === 'write' && this.#isDue();
    if (isLast && this.#death?.when === 'before') this.#end();
    const result = await step();
    if (isLast) this.#end();
    // It may have died elsewhere meanwhile: the answer comes to nobody.
    if (this.#isEnded) throw new Killed();
    return result;
  }

  #isDue(): boolean {
    this.#writes += 1;
    return this.#writes === this.#death?.atWrite;
  }

  #end(): never {
    this.#isEnded = true;
    this.#die();
    throw new Killed();
  }
}
