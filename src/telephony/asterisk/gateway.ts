// A gateway: one trunk at one Asterisk, with its limits. Several gateways may stand at one Asterisk, which
// the driver calls the PBX: same `ariUrl`, same user.

export interface GatewaySettings {
  /** 1 to 40 letters, digits, - and _; unique. */
  readonly name: string;
  /** `https://host:port/ari`, without user and password; plain http to this machine only. */
  readonly ariUrl: string;
  readonly user: string;
  /** Never shown. */
  readonly password: string;
  /** The PJSIP endpoint behind which the carrier is; 1 to 40 letters, digits, - and _. */
  readonly trunk: string;
  /** 1 to 5,000. */
  readonly callsPerSecondMax: number;
  /** Calls at once, ringing or talking; 1 to 100,000. */
  readonly channelsMax: number;
  /** The agents' telephones are at this PBX; the same for all gateways of one PBX, true for one PBX. */
  readonly servesAgents: boolean;
  /** PEM text of the certificate, or of its authority, that this PBX shows; null: one that everybody knows. */
  readonly certificate: string | null;
}
