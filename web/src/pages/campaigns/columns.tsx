// The columns of the list: what the rows say, and beside it what the stream says of this moment.
import { Progress, type TableColumnsType, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LiveFigures } from '../../../../src/api/routes/streams.ts';
import type { ListedCampaign } from '../../api/campaigns/campaigns.ts';
import { StateTag } from '../../parts/states/StateTag.tsx';
import { dash, useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import styles from './CampaignsPage.module.css';
import { campaignsTexts, gateTexts, kindTexts } from './texts.ts';

/** @param sort as in the address: a column's key, with - before it for the other way round */
export function useColumns(
  live: ReadonlyMap<number, LiveFigures>,
  sort: string,
): TableColumnsType<ListedCampaign> {
  const texts = useTexts(campaignsTexts);
  const kinds = useTexts(kindTexts);
  const gates = useTexts(gateTexts);
  const format = useFormat();
  const figures =
    (show: (now: LiveFigures) => ReactNode) =>
    (_value: unknown, { id }: ListedCampaign) => {
      const now = live.get(id);
      return now === undefined ? dash : show(now);
    };
  const sorted = (key: string) => ({
    key,
    sorter: true,
    sortOrder: sort === key ? ('ascend' as const) : sort === `-${key}` ? ('descend' as const) : null,
  });
  const numbers = { align: 'right', className: 'figures' } as const;
  return [
    {
      ...sorted('name'),
      title: texts.name,
      render: (_value, { id, settings }) => (
        <Link to={`/campaigns/${id}`} className={styles.name} title={settings.name}>
          {settings.name}
        </Link>
      ),
    },
    {
      title: texts.state,
      key: 'state',
      render: (_value, { id, state }) => {
        const now = live.get(id);
        const waits = now !== undefined && state === 'started' && !now.dialing;
        return (
          <>
            <StateTag state={now?.state ?? state} />
            {waits ? <span className={styles.note}>{gates[now.because]}</span> : null}
          </>
        );
      },
    },
    {
      title: texts.kind,
      key: 'kind',
      responsive: ['lg'],
      render: (_value, { settings }) => kinds[settings.deviceType],
    },
    {
      ...sorted('begin'),
      title: texts.begin,
      responsive: ['xl'],
      render: (_value, { settings }) => format.dateTime(settings.beginAt).slice(0, 10),
    },
    {
      ...numbers,
      title: texts.calling,
      key: 'calling',
      render: figures(({ calling, stages }) =>
        stages === null ? (
          format.number(calling)
        ) : (
          <Tooltip title={texts.callingNote(format.number(stages.ringing), format.number(stages.connected))}>
            <span>{format.number(calling)}</span>
          </Tooltip>
        ),
      ),
    },
    {
      ...numbers,
      title: texts.pace,
      key: 'pace',
      render: figures(({ callsPerMinute }) =>
        callsPerMinute === null ? dash : format.number(callsPerMinute),
      ),
    },
    {
      ...numbers,
      title: <Tooltip title={texts.occupancyHelp}>{texts.occupancy}</Tooltip>,
      key: 'occupancy',
      responsive: ['md'],
      render: figures(({ occupancyPercent }) => format.percent(occupancyPercent)),
    },
    {
      ...numbers,
      title: <Tooltip title={texts.abandonedHelp}>{texts.abandoned}</Tooltip>,
      key: 'abandoned',
      responsive: ['md'],
      render: figures(({ abandonment }) =>
        abandonment === null || abandonment.last24Hours.percent === null
          ? dash
          : texts.ofLimit(
              format.percent(abandonment.last24Hours.percent),
              format.percent(abandonment.limitPercent),
            ),
      ),
    },
    {
      ...numbers,
      title: texts.numbersLeft,
      key: 'left',
      render: (_value, { id, progress }) => {
        const { waiting, calling, done } = live.get(id) ?? progress ?? { waiting: 0, calling: 0, done: 0 };
        const all = waiting + calling + done;
        return all === 0 ? (
          format.number(0)
        ) : (
          <span className={styles.left}>
            {format.number(waiting + calling)}
            <Progress
              type="circle"
              size={16}
              strokeWidth={14}
              percent={Math.floor((done / all) * 100)}
              aria-label={format.percent(Math.floor((done / all) * 100))}
            />
          </span>
        );
      },
    },
    {
      ...numbers,
      title: <Tooltip title={texts.expectedEndHelp}>{texts.expectedEnd}</Tooltip>,
      key: 'end',
      responsive: ['xl'],
      render: figures(({ expectedEndAt, because, dialing, nextAt }) =>
        expectedEndAt !== null
          ? format.dateTime(expectedEndAt).slice(0, 16)
          : !dialing && because !== 'numbersLeft' && nextAt !== null
            ? texts.opens(format.dateTime(nextAt).slice(0, 16))
            : dash,
      ),
    },
  ];
}
