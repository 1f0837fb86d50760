// The requests to the PBX for agents' telephones: bridges, calls to telephones, and the members of each
// bridge.
import type { Clock } from '../../clock.ts';
import type { AgentTelephone, Guard } from '../driver.ts';
import type { Ari, AriAnswer } from './ari.ts';
import { handover, noRedirects } from './names.ts';

export class LineRequests {
  readonly #ari: Ari;
  readonly #application: string;
  readonly #clock: Clock;
  readonly #guard: Pick<Guard, 'mayRing'>;
  #serial = 0;

  constructor(ari: Ari, application: string, clock: Clock, guard: Pick<Guard, 'mayRing'>) {
    this.#ari = ari;
    this.#application = application;
    this.#clock = clock;
    this.#guard = guard;
  }

  /** No channel ever had it: not in an earlier life either. */
  nextSerial(): string {
    this.#serial += 1;
    return `${this.#clock.now().toString(36)}${this.#serial.toString(36)}`;
  }

  makeBridge(bridgeId: string): Promise<AriAnswer> {
    return this.#ari.request('POST', `/bridges/${bridgeId}`, { type: 'mixing', name: this.#application });
  }

  /** @param ringSecondsMax then it counts as not taken */
  call(
    { endpoint, vdnId }: Pick<AgentTelephone, 'endpoint' | 'vdnId'>,
    channelId: string,
    ringSecondsMax: number,
    callerId: string,
  ): Promise<AriAnswer> {
    const query = { endpoint: `PJSIP/${endpoint}`, timeout: ringSecondsMax, callerId, ...handover };
    const variables = { CAMPANA_APP: this.#application, ...noRedirects };
    const mayRing = () => this.#guard.mayRing(vdnId);
    return this.#ari.request('POST', `/channels/${channelId}`, query, { variables }, mayRing);
  }

  /** @returns the HTTP status; 0 when the PBX did not answer */
  async toBridge(bridgeId: string, channelId: string): Promise<number> {
    try {
      const path = `/bridges/${bridgeId}/addChannel`;
      return (await this.#ari.request('POST', path, { channel: channelId })).status;
    } catch {
      return 0;
    }
  }

  /** Needs no answer: if it fails, the comparison finds what is left. */
  end(path: `/channels/${string}` | `/bridges/${string}`): void {
    this.#ari.request('DELETE', path).catch(() => undefined);
  }
}
