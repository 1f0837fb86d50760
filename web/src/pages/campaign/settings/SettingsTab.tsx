// The settings of a campaign, changed while it runs: what differs from what rules is marked, a dry run
// says what it would do, and it is applied for the revision it was made at and for no other.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import type { CampaignDetail } from '../../../api/campaigns/campaigns.ts';
import { applyChanges, tryChanges } from '../../../api/campaigns/revisions.ts';
import { problemOf } from '../../../api/problem.ts';
import { vdnQuery } from '../../../api/tenants/vdn.ts';
import { serverNow } from '../../../live/serverClock.ts';
import { useUnsaved } from '../../../parts/hooks/useLeaving.ts';
import { Loading } from '../../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useLanguage } from '../../../preferences.ts';
import { useMay, useSession } from '../../../session/useSession.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { CampaignForm } from '../form/CampaignForm.tsx';
import { settingsFrom, settingsOf, type VdnForForm, violationsOf } from '../form/draft.ts';
import { faultIn, Violations } from '../form/Violations.tsx';
import type { TabProps } from '../tabProps.ts';
import { Forecast } from './Forecast.tsx';
import { HandlingFields } from './HandlingFields.tsx';
import styles from './settings.module.css';
import { Theirs } from './Theirs.tsx';
import { Trial } from './Trial.tsx';
import { settingsTexts } from './texts.ts';
import { type Changing, useChanging } from './useChanging.ts';

export function SettingsTab({ campaign }: TabProps) {
  const { vdnId } = useSession();
  const { data, error, refetch } = useQuery(vdnQuery(vdnId));
  if (error !== null) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  return data === undefined ? <Loading rows={8} /> : <Change campaign={campaign} vdn={data.settings} />;
}

interface ChangeProps {
  readonly campaign: CampaignDetail;
  readonly vdn: VdnForForm;
}

function Change({ campaign, vdn }: ChangeProps) {
  const texts = useTexts(settingsTexts);
  const { vdnId } = useSession();
  const language = useLanguage();
  const { message } = App.useApp();
  const changing = useChanging(campaign, vdn);
  const { draft, base, changedPaths, theirs, wanted, revision } = changing;
  const isReadOnly = !useMay('campaign.change') || campaign.state === 'ended';
  useUnsaved(changedPaths.length > 0);
  const violations = isReadOnly ? [] : violationsOf(draft, vdn, base, serverNow());
  const trial = useMutation({ mutationFn: () => tryChanges(vdnId, campaign.id, wanted) });
  const application = useMutation({
    mutationFn: () => applyChanges(vdnId, campaign.id, wanted, revision),
    onSuccess: (applied) => {
      trial.reset();
      void message.success(texts.applied(applied), 6);
    },
  });
  const set = (next: Changing['draft']): void => {
    trial.reset();
    application.reset();
    changing.set(next);
  };
  const [now, changed] = [settingsOf(campaign.settings), settingsFrom(draft, vdn, base, serverNow())];
  const isPredicted = campaign.settings.deviceType === 2 && changed !== null;
  // That somebody else was first is told below, with what they did.
  const problem = application.error?.kind === 'revisionChanged' ? null : (application.error ?? trial.error);
  return (
    <>
      {campaign.state === 'ended' ? (
        <Alert type="info" showIcon className={styles.notice} title={texts.ended} />
      ) : null}
      <Theirs campaign={campaign} changing={changing} />
      <CampaignForm
        kind="modify"
        draft={draft}
        running={base}
        violations={violations}
        timeZone={vdn.timeZone}
        isReadOnly={isReadOnly}
        onChange={set}
      />
      <HandlingFields draft={draft} running={base} isReadOnly={isReadOnly} onChange={set} />
      {problem === null ? null : <ProblemAlert problem={problemOf(problem)} />}
      <Violations faults={application.error?.violations ?? []} />
      {changedPaths.length === 0 ? null : <Violations faults={violations.map(faultIn(language))} />}
      {trial.data === undefined ? null : (
        <Trial tried={trial.data}>
          {isPredicted ? <Forecast campaignId={campaign.id} vdn={vdn} now={now} changed={changed} /> : null}
        </Trial>
      )}
      {isReadOnly ? null : (
        <div className={styles.bar}>
          <span className={styles.count} role="status">
            {changedPaths.length === 0 ? texts.unchanged : texts.changed(changedPaths.length)}
          </span>
          <Button disabled={changedPaths.length === 0} onClick={() => set(base)}>
            {texts.reset}
          </Button>
          <Button
            disabled={changedPaths.length === 0}
            loading={trial.isPending}
            onClick={() => trial.mutate()}
          >
            {texts.tryIt}
          </Button>
          <Button
            type="primary"
            disabled={changedPaths.length === 0 || violations.length > 0 || theirs !== null}
            loading={application.isPending}
            onClick={() => application.mutate()}
          >
            {texts.apply}
          </Button>
        </div>
      )}
    </>
  );
}
