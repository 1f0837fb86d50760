// The carrier behind the laboratory's trunk: the last two digits of the dialed number fix the fate of
// the call, as in the simulated carrier, and further ones provoke what a real network does.
import type { Lab } from './lab.ts';
import { type Callee, openCallee } from './sipp.ts';
import {
  answer,
  answerTheCancel,
  type Fate,
  hangUp,
  holdOn,
  keepQuiet,
  redirect,
  refuse,
  ring,
  ringOn,
  scenario,
  talk,
  tell,
} from './sippScenario.ts';

export interface CarrierOptions {
  /** The trunk behind which it stands; the laboratory's first. */
  readonly trunk?: string;
  /** How long the numbers without a fate, 17 and those of a talk ring before anything happens; 0.2 s. */
  readonly ringSeconds?: number;
  /** How long who answers at a number without a fate talks before hanging up; 20 s. */
  readonly talkSeconds?: number;
  /** A callee at a number without a fate sends no sound: for load. */
  readonly isSilent?: boolean;
  /** A carrier in trouble: it answers every call with this, `503 Service Unavailable`. */
  readonly refusesAll?: string;
  /** For `messages()`: whole SIP messages, some 5 kB a call. */
  readonly keepsMessages?: boolean;
}

/** Opens the carrier of a trunk; resolves when it listens. */
export async function openCarrier(lab: Lab, options: CarrierOptions = {}): Promise<Callee> {
  const trunk = lab.trunks.find(({ name }) => options.trunk === undefined || name === options.trunk);
  if (trunk === undefined) throw new Error(`The laboratory has no trunk ${options.trunk}.`);
  const ringMillis = Math.round((options.ringSeconds ?? 0.2) * 1000);
  const talkMillis = Math.round((options.talkSeconds ?? 20) * 1000);
  return openCallee({
    name: `carrier-${trunk.name}`,
    scenario:
      options.refusesAll === undefined
        ? carrierScenario(`${lab.directory}/sounds`, ringMillis, talkMillis, options.isSilent ?? false)
        : scenario('([^@]*)', [], [refuse(options.refusesAll)]),
    port: trunk.port,
    directory: lab.directory,
    keepsMessages: options.keepsMessages,
  });
}

/**
 * A carrier for tests of answers: it gives a number the SIP answer in its last three digits. The digit before
 * is 1: after it has rung; 2, of 302: the Contact names a channel in Asterisk's own words. Each redirect
 * leads to the number 7770000, which is busy like all others.
 */
export async function openAnsweringCarrier(lab: Lab, answers: readonly number[]): Promise<Callee> {
  const [trunk] = lab.trunks;
  if (trunk === undefined) throw new Error('The laboratory has no trunk.');
  const fates = answers.flatMap((status): Fate[] => {
    const answer = (user: string): string =>
      status < 400 ? redirect(`${status} Elsewhere`, user) : refuse(`${status} Answer`);
    const ringing = [tell('180 Ringing'), ring(150, `rang${status}`)];
    const plain = [
      { name: `0${status}`, steps: [answer('7770000')] },
      { name: `1${status}`, steps: [...ringing, answer('7770000')] },
    ];
    const crafted = { name: `2${status}`, steps: [answer(`PJSIP%2F7770000%40${trunk.name}`)] };
    // SIPp reads no scenario of more than 64 KiB.
    return status === 302 ? [...plain, crafted] : plain;
  });
  return openCallee({
    name: `carrier-${trunk.name}`,
    scenario: scenario('[^@]*([0-9]{4})', fates, [refuse('486 Busy Here')]),
    port: trunk.port,
    directory: lab.directory,
  });
}

function carrierScenario(sounds: string, ringMillis: number, talkMillis: number, isSilent: boolean): string {
  const ringing = (name: string, millis = ringMillis): string[] => [tell('180 Ringing'), ring(millis, name)];
  const hello = { file: `${sounds}/hello.ulaw`, isForEver: false };
  const greeting = { file: `${sounds}/greeting.ulaw`, isForEver: false };
  const fates: Fate[] = [
    { name: '00', steps: [refuse('486 Busy Here')] },
    { name: '01', steps: [tell('180 Ringing'), ringOn] },
    { name: '02', steps: [refuse('404 Not Found')] },
    { name: '03', steps: [refuse('480 Temporarily Unavailable')] },
    { name: '04', steps: [refuse('502 Bad Gateway')] },
    { name: '05', steps: [...ringing('rang05'), refuse('603 Decline')] },
    // An answering machine: greets for 6 s, then records until the caller hangs up.
    { name: '06', steps: [...ringing('rang06'), answer(greeting), holdOn] },
    { name: '07', steps: [answer(null), hangUp] },
    { name: '08', steps: [refuse('488 Not Acceptable Here')] },
    // Nobody ever says what becomes of it.
    { name: '09', steps: [tell('100 Trying'), ringOn] },
    // A person: says hello, and talks for 5 s.
    { name: '10', steps: [...ringing('rang10'), answer(hello), talk(5000)] },
    // A dead line: answers, and neither sends nor ends anything.
    { name: '11', steps: [...ringing('rang11'), answer(null), holdOn] },
    { name: '12', steps: [...ringing('rang12'), refuse('480 Temporarily Unavailable')] },
    { name: '13', steps: [...ringing('rang13'), refuse('408 Request Timeout')] },
    // Answers too late: the 200 crosses the CANCEL.
    { name: '14', steps: [tell('180 Ringing'), answerTheCancel] },
    { name: '15', steps: [...ringing('rang15', 2000), answer(hello), holdOn] },
    { name: '16', steps: [answer(null), talk(300)] },
    { name: '17', steps: [...ringing('rang17'), refuse('486 Busy Here')] },
    // So slow to say anything that the INVITE is sent again; then a person.
    { name: '18', steps: [keepQuiet(800), ...ringing('rang18'), answer(hello), talk(5000)] },
    { name: '19', steps: [refuse('503 Service Unavailable')] },
  ];
  const others = [...ringing('rangOther'), answer(isSilent ? null : hello), talk(talkMillis)];
  return scenario('[^@]*([0-9][0-9])', fates, others);
}
