// `npm run lab`: the demo's telephone laboratory alone, for a server that is started by hand over a real
// Asterisk. It prints the command for the server, and stays open until Ctrl-C.
import { once } from 'node:events';
import { prepareLab } from '../lab/prepare.ts';
import { openLaboratory } from './demo/laboratory.ts';
import { realPeople } from './demo/lengths.ts';
import { sentenceOf } from './failure.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

try {
  prepareLab(say);
  const laboratory = await openLaboratory();
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const lines = [
    ...laboratory.lines,
    '',
    'The server over it, in another terminal:',
    `  CAMPANA_DATA_DIR=./data/lab CAMPANA_TELEPHONY=asterisk CAMPANA_ARI_URL='${laboratory.ariUrl}' \\`,
    '    npm start -- --world lab',
    `A number's last two digits choose its fate (src/lab/carrier.ts); all others answer after ` +
      `${realPeople.ringSeconds} s and talk for ${realPeople.talkSeconds} s.`,
    `Asterisk shows its calls: ${laboratory.console}`,
    'Everything stays open until Ctrl-C. Then it is deleted, recordings too.',
  ];
  for (const line of lines) say(line);
  await interrupted;
  await laboratory.close(null);
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
