// The driver's cases over a real Asterisk, with SIPp as the carrier and as the agents' telephones.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { openClock } from '../../src/clock.ts';
import { openCarrier } from '../../src/lab/carrier.ts';
import { openAsterisk } from '../../src/telephony/asterisk/driver.ts';
import { driverCases } from '../telephony/driverCases.ts';
import type { DriverWorld } from '../telephony/driverStage.ts';
import { openBareAri } from './bareAri.ts';
import { gatewayOf, withLab } from './withLab.ts';

const world = await withLab({ carrier: { talkSeconds: 4 } });
const { lab } = world;
let carrier = world.carrier;
afterAll(() => carrier.stop());

async function setTrouble(isThere: boolean): Promise<void> {
  await carrier.stop();
  carrier = await openCarrier(lab, isThere ? { refusesAll: '503 Service Unavailable' } : { talkSeconds: 4 });
}

const ari = await openBareAri(lab);
afterAll(() => ari.close());

const until: DriverWorld['until'] = async (condition, secondsMax) => {
  const endsAt = performance.now() + secondsMax * 1000;
  while (performance.now() < endsAt && !(await condition())) await delay(20);
};

let opened = 0;
driverCases('Asterisk', async () => {
  await ari.hangUpAll();
  // A name of its own each time: the PBX takes a moment to forget an application.
  opened += 1;
  const driver = openAsterisk(openClock(1), {
    gateways: [gatewayOf(lab)],
    nodeId: `cases${opened}`,
    log: { info: () => undefined, warn: () => undefined },
  });
  await until(
    () =>
      driver.liveCalls().then(
        () => true,
        () => false,
      ),
    10,
  );
  return { driver, flowCode: '1001', transferFlowCode: '1002', refusingEndpoint: '2002', setTrouble, until };
});
