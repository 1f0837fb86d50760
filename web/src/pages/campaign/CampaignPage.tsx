// The frame of a campaign's page: what it is, how it stands, the buttons, and its tabs.
import { PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Tabs } from 'antd';
import { memo, Suspense } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type CampaignDetail, campaignQuery, changeState } from '../../api/campaigns/campaigns.ts';
import { problemOf } from '../../api/problem.ts';
import { loadDrawnTimeChart } from '../../charts/TimeChart.tsx';
import { useLiveCampaign } from '../../live/liveFigures.ts';
import { useLiveHistory } from '../../live/liveHistory.ts';
import { useLoadedAhead } from '../../parts/hooks/useLoadedAhead.ts';
import { LiveBadge } from '../../parts/LiveBadge.tsx';
import { PageHead } from '../../parts/PageHead.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { Nothing } from '../../parts/states/Nothing.tsx';
import { ProblemAlert, useProblemTitle } from '../../parts/states/ProblemAlert.tsx';
import { StateTag } from '../../parts/states/StateTag.tsx';
import { useLanguage } from '../../preferences.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { kindTexts } from '../campaigns/texts.ts';
import { CallbackWarning } from './CallbackWarning.tsx';
import styles from './CampaignPage.module.css';
import { DeleteButton } from './DeleteButton.tsx';
import { PastContext } from './past.ts';
import { campaignTabs } from './tabs.ts';
import { campaignTexts } from './texts.ts';

export function CampaignPage() {
  const texts = useTexts(campaignTexts);
  const { vdnId } = useSession();
  const id = Number(useParams().id);
  const { data, error, refetch } = useQuery(campaignQuery(vdnId, id));
  if (error?.kind === 'notFound' || error?.kind === 'invalid') {
    return (
      <Nothing isPage title={texts.noSuchCampaign} detail={texts.noSuchCampaignDetail}>
        <Link to="/campaigns">{texts.toCampaigns}</Link>
      </Nothing>
    );
  }
  return (
    <>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null ? <Loading /> : null : <Shown key={data.id} campaign={data} />}
    </>
  );
}

function Shown({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(campaignTexts);
  const kinds = useTexts(kindTexts);
  const live = useLiveCampaign(campaign.id);
  const past = useLiveHistory(live);
  return (
    <>
      <PageHead
        title={campaign.settings.name}
        about={
          <>
            <StateTag state={live?.state ?? campaign.state} />
            <span>{kinds[campaign.settings.deviceType]}</span>
            <span>
              {texts.number(campaign.id)}, {texts.revision(live?.revision ?? campaign.revision)}
            </span>
            <LiveBadge />
          </>
        }
      >
        <StateButton campaign={campaign} />
        <DeleteButton campaign={campaign} />
      </PageHead>
      {campaign.state === 'ended' ? null : <CallbackWarning url={campaign.settings.callBackUrl} />}
      <PastContext value={past}>
        <CampaignTabs campaign={campaign} />
      </PastContext>
    </>
  );
}

function StateButton({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(campaignTexts);
  const { vdnId } = useSession();
  const { notification } = App.useApp();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (action: 'pause' | 'resume') => changeState(vdnId, campaign.id, action),
    onError: (problem) => notification.error({ title: problemTitle, description: problem.detail }),
  });
  const problemTitle = useProblemTitle(problemOf(error));
  if (!useMay('campaign.change') || campaign.state === 'ended') return null;
  return campaign.state === 'started' ? (
    <Button icon={<PauseOutlined />} loading={isPending} onClick={() => mutate('pause')}>
      {texts.pause}
    </Button>
  ) : (
    <Button type="primary" icon={<PlayCircleOutlined />} loading={isPending} onClick={() => mutate('resume')}>
      {campaign.state === 'draft' ? texts.start : texts.resume}
    </Button>
  );
}

/** The head lives by the second; a tab looks at the stream itself where it wants to. */
const CampaignTabs = memo(function CampaignTabs({ campaign }: { readonly campaign: CampaignDetail }) {
  const { permissions } = useSession();
  const language = useLanguage();
  const navigate = useNavigate();
  const tabs = campaignTabs.filter(
    ({ permission, isFor }) => permissions.includes(permission) && isFor(campaign),
  );
  useLoadedAhead([...tabs.map(({ load }) => load), loadDrawnTimeChart]);
  const { tab } = useParams();
  const active = tabs.find(({ key }) => key === tab) ?? tabs[0];
  return (
    <Tabs
      className={styles.tabs}
      activeKey={active?.key ?? ''}
      onChange={(key) => void navigate(`/campaigns/${campaign.id}${key === tabs[0]?.key ? '' : `/${key}`}`)}
      destroyOnHidden
      items={tabs.map(({ key, texts, Tab }) => ({
        key,
        label: texts[language].tab,
        children: (
          <Suspense fallback={<Loading />}>
            <Tab campaign={campaign} />
          </Suspense>
        ),
      }))}
    />
  );
});
