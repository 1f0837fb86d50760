// A real server, started as a process of its own, whose carrier is watched: each dial is written to a
// file before the carrier hears of it, with one write that survives the death of the process. What
// stands in the file is the judge of "never twice"; the database is not asked. With WITNESS_JOINS the
// joining of people with agents is watched likewise, and the ends of calls. With WITNESS_LINE_MILLIS each
// call waits so long before the carrier is asked, as in the line of a gateway.
import { openSync, writeSync } from 'node:fs';
import { readConfig } from '../../src/config.ts';
import { watchProcess } from '../../src/lifetime.ts';
import { openLog, start } from '../../src/main.ts';
import type { Driver } from '../../src/telephony/driver.ts';
import { openSimulator } from '../../src/telephony/simulator.ts';

const journalPath = process.env.WITNESS_JOURNAL;
if (journalPath === undefined) throw new Error('WITNESS_JOURNAL names the file to write dials to.');
const journal = openSync(journalPath, 'a');

const joinsPath = process.env.WITNESS_JOINS;
const joins = joinsPath === undefined ? null : openSync(joinsPath, 'a');

const lineMillis = Number(process.env.WITNESS_LINE_MILLIS ?? 0);

const withLine = (driver: Driver): Driver =>
  lineMillis === 0
    ? driver
    : { ...driver, dial: (request) => void setTimeout(() => driver.dial(request), lineMillis) };

function watched(driver: Driver): Driver {
  if (joins === null) return driver;
  writeSync(joins, 'life\n');
  return {
    ...driver,
    connect: (callId, telephone, called) => {
      writeSync(joins, `join ${callId} ${telephone.agentId}\n`);
      driver.connect(callId, telephone, called);
    },
    listen: (listener) =>
      driver.listen((event) => {
        if (event.kind === 'ended') writeSync(joins, `end ${event.callId}\n`);
        listener(event);
      }),
  };
}

const reading = readConfig(process.env, process.argv.slice(2));
if (!reading.ok) throw new Error(reading.faults.join('\n'));

const lifetime = watchProcess(openLog(reading.config));
const server = await start(reading.config, {
  openDriver: (clock) =>
    watched(
      withLine(
        openSimulator(clock, {
          journal: ({ callId, called }) => {
            writeSync(journal, `${callId} ${called} ${Date.now()}\n`);
          },
        }),
      ),
    ),
});
process.stdout.write(`listening ${server.url}\n`);
lifetime.opened(server);
// A dependency that breaks in a callback of its own, where nobody can catch it.
process.on('SIGUSR2', () => {
  throw new Error('a dependency broke');
});
