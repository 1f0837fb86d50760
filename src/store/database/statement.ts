// A statement as it is written in the code: a tagged template whose values are parameters, other statements
// (as parts of this one) or names. It is sent when somebody awaits it, and once.

/** Rows, and how many rows the statement touched. */
export type Rows<Found extends readonly object[]> = Found & { readonly count: number };

/** A column or table whose name the code knows. */
export class Name {
  readonly quoted: string;

  constructor(name: string) {
    this.quoted = `"${name.replaceAll('"', '""')}"`;
  }
}

export type Send = (statement: Written) => Promise<Rows<object[]>>;

/** A statement in the database's own form. */
export interface Written {
  readonly text: string;
  readonly values: readonly unknown[];
  /** True: sent as text, unprepared, and may be several statements. */
  readonly isPlain: boolean;
}

/** Texts of templates without parts, by their place in the code. */
const texts = new WeakMap<readonly string[], string>();

export class Statement<Found extends readonly object[] = object[]> implements Promise<Rows<Found>> {
  readonly [Symbol.toStringTag] = 'Statement';
  readonly #strings: readonly string[];
  readonly #values: readonly unknown[];
  readonly #send: Send;
  readonly #isPlain: boolean;
  #answer: Promise<Rows<Found>> | null = null;

  constructor(strings: readonly string[], values: readonly unknown[], send: Send, isPlain = false) {
    this.#strings = strings;
    this.#values = values;
    this.#send = send;
    this.#isPlain = isPlain;
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting a statement sends it; as a part of another it is never sent.
  then<Done = Rows<Found>, Failed = never>(
    onDone?: ((rows: Rows<Found>) => Done | PromiseLike<Done>) | null,
    onFailed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    this.#answer ??= this.#send(this.#write()) as unknown as Promise<Rows<Found>>;
    return this.#answer.then(onDone, onFailed);
  }

  catch<Failed = never>(
    onFailed?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Rows<Found> | Failed> {
    return this.then(undefined, onFailed);
  }

  finally(onEnd?: (() => void) | null): Promise<Rows<Found>> {
    return this.then().finally(onEnd);
  }

  #write(): Written {
    if (this.#values.some((value) => value instanceof Statement || value instanceof Name)) {
      const values: unknown[] = [];
      return { text: this.#append(values), values, isPlain: this.#isPlain };
    }
    let text = texts.get(this.#strings);
    if (text === undefined) {
      text = this.#append([]);
      texts.set(this.#strings, text);
    }
    return { text, values: this.#values, isPlain: this.#isPlain };
  }

  /** The text, with the parameters numbered on from those that are there. */
  #append(values: unknown[]): string {
    let text = this.#strings[0] ?? '';
    for (const [index, value] of this.#values.entries()) {
      if (value instanceof Statement) text += value.#append(values);
      else if (value instanceof Name) text += value.quoted;
      else text += `$${values.push(value)}`;
      text += this.#strings[index + 1] ?? '';
    }
    return text;
  }
}
