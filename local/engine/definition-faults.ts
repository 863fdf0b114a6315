/** A definition that this machine would not run as AWS does; the message has every fault, a line each. */
export class DefinitionFault extends Error {
  override readonly name = 'DefinitionFault' as const;
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the state machine cannot be run on this machine:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** A place in a definition, which collects what is wrong there: `RunChecks.Retry[0].BackoffRate: …`. */
export class Place {
  readonly #faults: string[];
  readonly #path: string;

  constructor(path = '', faults: string[] = []) {
    this.#path = path;
    this.#faults = faults;
  }

  get faults(): readonly string[] {
    return this.#faults;
  }

  /** A field, an element of an array, or a state, which stands for itself: names of states are unique. */
  field(name: string): Place {
    return new Place(this.#path === '' ? name : `${this.#path}.${name}`, this.#faults);
  }

  at(index: number): Place {
    return new Place(`${this.#path}[${index}]`, this.#faults);
  }

  state(name: string): Place {
    return new Place(name, this.#faults);
  }

  fault(message: string): void {
    this.#faults.push(`${this.#path || 'the definition'}: ${message}`);
  }
}
