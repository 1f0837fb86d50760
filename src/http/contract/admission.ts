// A request whose signature is right comes in when it has used it up: before anything is read or written, or
// together with its first write. It comes in once.
import { isConnectionFailure } from '../../store/database/connectionFailure.ts';
import { type SignatureUse, useSignature } from '../../store/tenants/usedSignatures.ts';
import { firstWriteMillisecondsMax, withinDatabaseLimit } from '../databaseLimit.ts';
import type { HttpDeps } from '../deps.ts';
import { HttpFailure } from '../failure.ts';
import { usedBefore } from '../signatureCheck.ts';

export class Admission {
  readonly #deps: Pick<HttpDeps, 'database' | 'clock'>;
  readonly #use: SignatureUse;
  #isIn = false;

  constructor(deps: Pick<HttpDeps, 'database' | 'clock'>, use: SignatureUse) {
    this.#deps = deps;
    this.#use = use;
  }

  /** Uses up the signature, unless that is done. Throws HttpFailure 401 when another request has used it. */
  async enter(): Promise<void> {
    if (this.#isIn) return;
    const { database, clock } = this.#deps;
    this.#judge(await withinDatabaseLimit(database, () => useSignature(database, this.#use, clock.now())));
  }

  /**
   * Enters with a write that uses up the signature itself; `isFirstUse` is null where it did not get that far.
   * Throws as `enter`.
   */
  async enterWith<Result extends { readonly isFirstUse: boolean | null }>(
    write: (use: SignatureUse) => Promise<Result>,
  ): Promise<Result> {
    const { database } = this.#deps;
    const result = await withinDatabaseLimit(
      database,
      () => write(this.#use),
      firstWriteMillisecondsMax,
    ).catch((error: unknown) => {
      // Its own use may stand there by now: this request must not be told that somebody else has used it.
      if (isConnectionFailure(error)) this.#isIn = true;
      throw error;
    });
    if (result.isFirstUse !== null) this.#judge(result.isFirstUse);
    return result;
  }

  #judge(isFirstUse: boolean): void {
    if (!isFirstUse) throw new HttpFailure(401, usedBefore.refusedBecause.en_US);
    this.#isIn = true;
  }
}
