// The agents' telephones of the laboratory, one SIPp for all: `1001`, `1002` … take every call and stay
// until they are hung up; `2001` is never taken, `2002` is busy, `2003` hangs up by itself after 3 s, and
// `2004` is taken after 3 s.
import type { Lab } from './lab.ts';
import { type Callee, openCallee } from './sipp.ts';
import { answer, holdOn, refuse, ring, ringOn, scenario, talk, tell } from './sippScenario.ts';

/** Opens the telephones; resolves when they listen. `hangUp('1001')` puts one of them down in mid-call. */
export async function openTelephones(
  lab: Lab,
  options: { readonly keepsMessages?: boolean } = {},
): Promise<Callee> {
  // Silence is sent as sound, as telephones do: a line without any is taken for lost.
  const silence = { file: `${lab.directory}/sounds/silence.ulaw`, isForEver: true };
  const taken = (name: string): string[] => [tell('180 Ringing'), ring(100, name), answer(silence)];
  return openCallee({
    name: 'telephones',
    scenario: scenario(
      '([^@]*)',
      [
        { name: '2001', steps: [tell('180 Ringing'), ringOn] },
        { name: '2002', steps: [refuse('486 Busy Here')] },
        { name: '2003', steps: [...taken('rang2003'), talk(3000)] },
        { name: '2004', steps: [tell('180 Ringing'), ring(3000, 'rang2004'), answer(silence), holdOn] },
      ],
      [...taken('rang'), holdOn],
    ),
    port: lab.telephonesPort,
    directory: lab.directory,
    keepsMessages: options.keepsMessages,
  });
}
