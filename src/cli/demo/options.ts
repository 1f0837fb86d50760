// The options of the demo. It dials in a simulated world or over the laboratory's Asterisk, and never over
// a real PBX, where its made-up numbers could belong to real people.

export interface DemoOptions {
  /** Ends after the tour. */
  readonly isOnce: boolean;
  readonly telephony: 'simulator' | 'asterisk';
  /** What is left for the server's own reading. */
  readonly rest: readonly string[];
}

export type DemoReading =
  | { readonly ok: true; readonly options: DemoOptions }
  | { readonly ok: false; readonly fault: string };

/** Options of the command line go before the environment's. */
export function readDemoOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DemoReading {
  const given = (name: string): string | null => environment[name]?.trim() || null;
  const rest: string[] = [];
  let isOnce = false;
  let telephony = given('CAMPANA_TELEPHONY') ?? 'simulator';
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    const [name, joined] = argument.split('=', 2);
    if (argument === '--once') isOnce = true;
    else if (name === '--telephony') {
      telephony = joined ?? args[at + 1] ?? '';
      if (joined === undefined) at += 1;
    } else rest.push(argument);
  }
  if (telephony !== 'simulator' && telephony !== 'asterisk')
    return refused(`--telephony: expected simulator or asterisk, received ${JSON.stringify(telephony)}.`);
  if (telephony === 'simulator') return { ok: true, options: { isOnce, telephony, rest } };
  const own = ['CAMPANA_ARI_URL', 'CAMPANA_GATEWAYS'].find((name) => given(name) !== null);
  if (own !== undefined) return refused(ownPbx(own));
  if (rest.some((argument) => argument.startsWith('--speed')))
    return refused('--speed: real calls run in real time. Leave it out with --telephony asterisk.');
  return { ok: true, options: { isOnce, telephony, rest } };
}

const refused = (fault: string): DemoReading => ({ ok: false, fault });

const ownPbx = (variable: string): string =>
  `${variable} names a PBX of your own, and the demo does not dial there: it makes up its numbers, and real ` +
  `telephones would ring.\nWithout ${variable} the demo opens an Asterisk of its own, from which no call leaves ` +
  `this machine.\nThe server over your PBX, with your own campaigns and numbers:\n` +
  `  CAMPANA_TELEPHONY=asterisk ${variable}=… npm start    (docs/OPERATING.md, Gateways)`;
