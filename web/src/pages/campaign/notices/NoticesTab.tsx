// How the delivery of results stands, which could not be delivered and why, and the way to send them again.

import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Table } from 'antd';
import { useEffect } from 'react';
import type { NoticeRange } from '../../../../../src/api/routes/calls.ts';
import { readAgain } from '../../../api/kept.ts';
import { endOfNotices, type Notices, noticesQuery, resend, type Undelivered } from '../../../api/notices.ts';
import { problemOf } from '../../../api/problem.ts';
import { useLiveCampaign } from '../../../live/liveFigures.ts';
import { Figure, Figures } from '../../../parts/Figure.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useMay, useSession } from '../../../session/useSession.ts';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import type { TabProps } from '../tabProps.ts';
import { noticesTexts } from './texts.ts';

export function NoticesTab({ campaign }: TabProps) {
  const texts = useTexts(noticesTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { message } = App.useApp();
  const { data, error, refetch } = useQuery(noticesQuery(vdnId, campaign.id));
  const mayResend = useMay('notice.resend');
  const sending = useMutation({
    mutationFn: (range: NoticeRange) => resend(vdnId, campaign.id, range),
    onSuccess: (count) => void message.success(texts.resent(format.number(count))),
  });
  // The stream says when another result could not be delivered.
  const undelivered = useLiveCampaign(campaign.id)?.notices.undelivered;
  useEffect(() => {
    if (undelivered !== undefined) void readAgain('notices');
  }, [undelivered]);
  if (error !== null) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const { items } = data;
  const [first, last] = [items[0], items.at(-1)];
  return (
    <>
      <Present notices={data} campaignId={campaign.id} />
      <p style={{ overflowWrap: 'anywhere' }}>{texts.to(campaign.settings.callBackUrl)}</p>
      {data.lastError === null ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={texts.lastError}
          description={data.lastError}
        />
      )}
      {sending.error === null ? null : <ProblemAlert problem={problemOf(sending.error)} />}
      {first === undefined || last === undefined ? (
        <Nothing title={texts.none} detail={texts.noneDetail} />
      ) : (
        <>
          {mayResend ? (
            <Button
              type="primary"
              style={{ marginBottom: 12 }}
              loading={sending.isPending}
              onClick={() => sending.mutate({ fromSequence: first.sequence, toSequence: endOfNotices })}
            >
              {texts.resendAll}
            </Button>
          ) : null}
          <Table
            size="small"
            rowKey="sequence"
            scroll={{ x: 'max-content' }}
            dataSource={[...items]}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            {...(data.undelivered > items.length
              ? { footer: () => texts.some(format.number(items.length)) }
              : {})}
            columns={[
              { title: texts.sequence, dataIndex: 'sequence', className: 'figures' },
              { title: texts.since, dataIndex: 'undeliveredAt', render: (at: string) => format.dateTime(at) },
              { title: texts.because, dataIndex: 'because' },
              { title: texts.call, dataIndex: 'callId', responsive: ['md'] },
              ...(mayResend
                ? [
                    {
                      key: 'resend',
                      render: (_value: unknown, { sequence }: Undelivered) => (
                        <Button
                          size="small"
                          aria-label={`${texts.resend} ${sequence}`}
                          onClick={() => sending.mutate({ fromSequence: sequence, toSequence: sequence })}
                        >
                          {texts.resend}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </>
      )}
    </>
  );
}

interface PresentProps {
  readonly notices: Notices;
  readonly campaignId: number;
}

function Present({ notices, campaignId }: PresentProps) {
  const texts = useTexts(noticesTexts);
  const format = useFormat();
  const waiting = useLiveCampaign(campaignId)?.notices.waiting ?? notices.waiting;
  return (
    <Figures label={texts.figures}>
      <Figure name={texts.delivered} value={format.number(notices.delivered)} />
      <Figure name={texts.waiting} value={format.number(waiting)} />
      <Figure
        name={texts.undelivered}
        value={format.number(notices.undelivered)}
        tone={notices.undelivered > 0 ? 'warning' : 'plain'}
      />
      <Figure
        name={texts.nextPush}
        value={notices.nextPushAt === null ? dash : format.time(notices.nextPushAt)}
        note={notices.pushes > 0 ? texts.pushes(format.number(notices.pushes)) : undefined}
      />
    </Figures>
  );
}
