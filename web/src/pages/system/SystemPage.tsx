// How the house stands at the moment in which one looks: gateways, processes, database, results that wait.
import { ReloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress, Tag } from 'antd';
import { readAgain } from '../../api/kept.ts';
import { gatewaysQuery, systemQuery } from '../../api/system.ts';
import { Figure, Figures } from '../../parts/Figure.tsx';
import { Listed } from '../../parts/Listed.tsx';
import { PageHead } from '../../parts/PageHead.tsx';
import { Nothing } from '../../parts/states/Nothing.tsx';
import { dash, useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import styles from './System.module.css';
import { systemTexts } from './texts.ts';

const megabyte = 1_000_000;

export function SystemPage() {
  const texts = useTexts(systemTexts);
  const format = useFormat();
  const { data, error, isFetching, refetch } = useQuery(systemQuery);
  const processes = useQuery({ ...systemQuery, select: (answer) => answer.processes });
  if (error?.kind === 'permissionMissing') {
    return <Nothing isPage title={texts.notYours} detail={texts.notYoursDetail} />;
  }
  const oldestAt = data?.notices.oldestAt ?? null;
  return (
    <>
      <PageHead title={texts.title} about={data === undefined ? texts.about : format.dateTime(data.at)}>
        <Button
          icon={<ReloadOutlined />}
          loading={isFetching}
          onClick={() => void readAgain('system').then(() => refetch())}
        >
          {texts.refresh}
        </Button>
      </PageHead>
      <Figures label={texts.figures}>
        <Figure name={texts.version} value={data?.version ?? dash} />
        <Figure name={texts.database} value={data?.database.version.split(' ')[0] ?? dash} />
        <Figure
          name={texts.size}
          value={data === undefined ? dash : `${format.number(Math.ceil(data.database.bytes / megabyte))} MB`}
        />
        <Figure
          name={texts.waiting}
          value={data === undefined ? dash : format.number(data.notices.waiting)}
          note={oldestAt === null ? undefined : texts.oldest(format.dateTime(oldestAt))}
        />
        <Figure
          name={texts.undelivered}
          value={data === undefined ? dash : format.number(data.notices.undelivered)}
          tone={data !== undefined && data.notices.undelivered > 0 ? 'warning' : 'plain'}
        />
      </Figures>
      <h2 className={styles.heading}>{texts.gateways}</h2>
      <Gateways />
      <h2 className={styles.heading}>{texts.processes}</h2>
      <Listed
        query={processes}
        rowKey="owner"
        nothing={texts.noProcess}
        nothingDetail={texts.noProcessDetail}
        columns={[
          { title: texts.process, key: 'owner', render: (_value, { owner }) => <code>{owner}</code> },
          {
            title: texts.campaigns,
            key: 'campaigns',
            align: 'right',
            render: (_value, row) => format.number(row.campaigns),
          },
          {
            title: texts.seats,
            key: 'seats',
            align: 'right',
            render: (_value, row) => format.number(row.seats),
          },
        ]}
      />
    </>
  );
}

function Gateways() {
  const texts = useTexts(systemTexts);
  const format = useFormat();
  return (
    <Listed
      query={useQuery(gatewaysQuery)}
      rowKey="name"
      nothing={texts.noGateway}
      columns={[
        { title: texts.gateway, dataIndex: 'name' },
        {
          title: texts.state,
          key: 'state',
          render: (_value, { isUp, trouble }) => (
            <>
              <Tag color={isUp ? 'success' : 'error'} variant="filled">
                <span aria-hidden="true">{isUp ? '● ' : '✕ '}</span>
                {isUp ? texts.up : trouble?.kind === 'held' ? texts.held : texts.down}
              </Tag>
              {trouble === null ? null : <div>{trouble.sentence}</div>}
            </>
          ),
        },
        {
          title: texts.channels,
          key: 'channels',
          render: (_value, { channels, channelsMax }) => {
            const words = texts.ofChannels(format.number(channels), format.number(channelsMax));
            return (
              <span className={styles.channels}>
                {words}
                <Progress
                  className={styles.bar}
                  percent={channelsMax === 0 ? 0 : (channels / channelsMax) * 100}
                  showInfo={false}
                  size="small"
                  aria-label={words}
                />
              </span>
            );
          },
        },
        {
          title: texts.callsPerSecond,
          key: 'callsPerSecondMax',
          align: 'right',
          render: (_value, { callsPerSecondMax }) => format.number(callsPerSecondMax),
        },
        {
          title: texts.forAgents,
          key: 'servesAgents',
          render: (_value, { servesAgents }) => (servesAgents ? texts.yes : texts.no),
        },
      ]}
    />
  );
}
