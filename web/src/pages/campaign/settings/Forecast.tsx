// What a change of pacing would do to a predicted campaign: played in the page, in a world with the
// figures of this moment, which can be corrected.
import { useQuery } from '@tanstack/react-query';
import { Alert, InputNumber, Spin } from 'antd';
import { useId, useState } from 'react';
import type { CampaignSettings } from '../../../../../src/core/campaign.ts';
import { pacingQuery } from '../../../api/pacing.ts';
import type { Foreseen } from '../../../forecast/forecast.ts';
import { useForecast } from '../../../forecast/useForecast.ts';
import { useSession } from '../../../session/useSession.ts';
import { type Format, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import type { VdnForForm } from '../form/draft.ts';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

interface ForecastProps {
  readonly campaignId: number;
  readonly vdn: VdnForForm;
  readonly now: CampaignSettings;
  readonly changed: CampaignSettings;
}

interface World {
  readonly agents: number;
  readonly answerRatePercent: number;
  readonly talkSeconds: number;
  readonly wrapUpSeconds: number;
}

/** Where nothing was measured: a floor and a list as there are many. */
const ordinary: World = { agents: 20, answerRatePercent: 25, talkSeconds: 90, wrapUpSeconds: 15 };

const limits: Readonly<Record<keyof World, readonly [min: number, max: number]>> = {
  agents: [1, 1000],
  answerRatePercent: [1, 95],
  talkSeconds: [5, 3600],
  wrapUpSeconds: [0, 3600],
};
const names = ['agents', 'answerRatePercent', 'talkSeconds', 'wrapUpSeconds'] as const;

export function Forecast({ campaignId, vdn, now, changed }: ForecastProps) {
  const texts = useTexts(settingsTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { data: pacing } = useQuery(pacingQuery(vdnId, campaignId));
  const [given, setGiven] = useState<Partial<World>>({});
  const id = useId();
  const world: World = {
    ...ordinary,
    ...(pacing === undefined || pacing.agents.staffed === null || pacing.agents.staffed === 0
      ? {}
      : { agents: pacing.agents.staffed }),
    ...(pacing?.answerRatePercent ? { answerRatePercent: Math.round(pacing.answerRatePercent) } : {}),
    ...(pacing?.talkSecondsMean ? { talkSeconds: Math.round(pacing.talkSecondsMean) } : {}),
    ...given,
  };
  const [before, after] = [now.skill?.predict ?? null, changed.skill?.predict ?? null];
  const isOwn = vdn.predictedPacing === 'own';
  const forecast = useForecast(
    before === null || after === null || isOwn
      ? null
      : {
          ...world,
          law: {
            abandonShareMax: vdn.abandonRatePercentMax / 100,
            answerLimitSeconds: vdn.answerLimitSeconds,
            block: { answered: 0, abandoned: 0 },
          },
          now: { rule: before, ringLimitSeconds: now.maxAlertingSeconds },
          changed: { rule: after, ringLimitSeconds: changed.maxAlertingSeconds },
        },
  );
  if (isOwn) return <p>{texts.ownPacing}</p>;
  const labels: Readonly<Record<keyof World, string>> = {
    agents: texts.forecastAgents,
    answerRatePercent: texts.forecastAnswer,
    talkSeconds: texts.forecastTalk,
    wrapUpSeconds: texts.forecastWrapUp,
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} className={styles.subtitle}>
        {texts.forecast}
      </h3>
      <p className={styles.about}>
        {texts.forecastAbout(
          forecast === null || forecast === 'failed' ? '…' : format.number(forecast.hours),
        )}
      </p>
      <div className={styles.world}>
        {names.map((name) => (
          <label key={name} htmlFor={`${id}-${name}`}>
            {labels[name]}
            <InputNumber
              id={`${id}-${name}`}
              className={styles.worldEntry}
              min={limits[name][0]}
              max={limits[name][1]}
              precision={0}
              value={world[name]}
              onChange={(value) => setGiven({ ...given, [name]: value ?? ordinary[name] })}
            />
          </label>
        ))}
      </div>
      {forecast === 'failed' ? <Alert type="warning" title={texts.forecastFailed} /> : null}
      {forecast === null ? (
        <p role="status">
          <Spin size="small" /> {texts.foreseeing}
        </p>
      ) : null}
      {forecast !== null && forecast !== 'failed' ? (
        <table className={styles.forecast} aria-label={texts.forecast}>
          <thead>
            <tr>
              <th scope="col">{texts.figure}</th>
              <th scope="col">{texts.now}</th>
              <th scope="col">{texts.afterwards}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map(({ name, show }) => (
              <tr key={name}>
                <th scope="row">{texts[name]}</th>
                <td>{show(forecast.now, format, texts.seconds)}</td>
                <td>{show(forecast.changed, format, texts.seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

type Show = (seen: Foreseen, format: Format, seconds: (value: string) => string) => string;

const tenth = (value: number): number => Math.round(value * 10) / 10;

const figures: readonly {
  readonly name: 'occupancy' | 'abandoned' | 'wait' | 'talks';
  readonly show: Show;
}[] = [
  { name: 'occupancy', show: (seen, format) => format.percent(seen.occupancyPercent) },
  { name: 'abandoned', show: (seen, format) => format.percent(seen.abandonedPercent) },
  {
    name: 'wait',
    show: (seen, format, seconds) => seconds(format.number(tenth(seen.agentWaitSeconds))),
  },
  { name: 'talks', show: (seen, format) => format.number(tenth(seen.talksPerAgentHour)) },
];
