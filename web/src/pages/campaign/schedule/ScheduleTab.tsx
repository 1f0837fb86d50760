// When the campaign dials: a week to look at and to drag, the special dates of the year, and the next
// opening, computed by the same rules that the beats ask.
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Card } from 'antd';
import { useMemo, useState } from 'react';
import { decideSchedule } from '../../../../../src/core/schedule.ts';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { toMillis } from '../../../../../src/core/units.ts';
import type { CampaignDetail } from '../../../api/campaigns/campaigns.ts';
import { applyChanges } from '../../../api/campaigns/revisions.ts';
import { specialDatesQuery } from '../../../api/campaigns/specialDates.ts';
import { vdnQuery } from '../../../api/tenants/vdn.ts';
import { useLiveVdn } from '../../../live/liveFigures.ts';
import { serverNow, useServerNow } from '../../../live/serverClock.ts';
import { Figure, Figures } from '../../../parts/Figure.tsx';
import { useUnsaved } from '../../../parts/hooks/useLeaving.ts';
import { Loading } from '../../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useLanguage } from '../../../preferences.ts';
import { useMay, useSession } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { settingsFrom, settingsOf, type VdnForForm, violationsOf, withValue } from '../form/draft.ts';
import { Hours } from '../form/Hours.tsx';
import { faultIn, Violations } from '../form/Violations.tsx';
import barStyles from '../settings/settings.module.css';
import { Theirs } from '../settings/Theirs.tsx';
import { settingsTexts } from '../settings/texts.ts';
import { useChanging } from '../settings/useChanging.ts';
import type { TabProps } from '../tabProps.ts';
import { dayNumberAt, shownDays, weekDayOf } from './days.ts';
import { SpecialDates } from './SpecialDates.tsx';
import styles from './schedule.module.css';
import { scheduleTexts } from './texts.ts';
import { Week } from './Week.tsx';

export function ScheduleTab({ campaign }: TabProps) {
  const { vdnId } = useSession();
  const vdn = useQuery(vdnQuery(vdnId));
  const dates = useQuery(specialDatesQuery(vdnId, campaign.id));
  const failed = vdn.error === null ? dates : vdn;
  if (failed.error !== null)
    return <ProblemAlert problem={failed.error} onRetry={() => void failed.refetch()} />;
  if (vdn.data === undefined || dates.data === undefined) return <Loading rows={8} />;
  return <Schedule campaign={campaign} vdn={vdn.data.settings} dates={dates.data} />;
}

interface ScheduleProps {
  readonly campaign: CampaignDetail;
  readonly vdn: VdnForForm;
  readonly dates: readonly SpecialDate[];
}

/** Where the person in front of the page is. */
const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Schedule({ campaign, vdn, dates }: ScheduleProps) {
  const texts = useTexts(scheduleTexts);
  const words = useTexts(settingsTexts);
  const { vdnId } = useSession();
  const language = useLanguage();
  const { message } = App.useApp();
  const changing = useChanging(campaign, vdn);
  const { draft, base, changedPaths, theirs, wanted, revision } = changing;
  const isReadOnly = !useMay('campaign.change') || campaign.state === 'ended';
  useUnsaved(changedPaths.length > 0);
  const violations = violationsOf(draft, vdn, base, serverNow());
  const application = useMutation({
    mutationFn: () => applyChanges(vdnId, campaign.id, wanted, revision),
    onSuccess: (applied) => void message.success(words.applied(applied), 6),
  });
  const problem = application.error?.kind === 'revisionChanged' ? null : application.error;
  const today = dayNumberAt(serverNow(), vdn.timeZone);
  const [week, setWeek] = useState(0);
  const monday = today - weekDayOf(today) + 1 + 7 * week;
  const days = useMemo(() => shownDays(monday, 7, dates, vdn.timeZone), [monday, dates, vdn.timeZone]);
  const [first, last] = [days[0]?.text ?? '', days.at(-1)?.text ?? ''];
  const [now] = shownDays(today, 1, dates, vdn.timeZone);
  return (
    <>
      <Theirs campaign={campaign} changing={changing} />
      <Present
        schedule={(settingsFrom(draft, vdn, base, serverNow()) ?? settingsOf(campaign.settings)).schedule}
        dates={dates}
        zone={vdn.timeZone}
      />
      <Card
        size="small"
        title={texts.week(first, last)}
        style={{ marginBottom: 16 }}
        extra={
          <>
            <Button
              size="small"
              icon={<LeftOutlined />}
              aria-label={texts.before}
              onClick={() => setWeek(week - 1)}
            />{' '}
            <Button size="small" disabled={week === 0} onClick={() => setWeek(0)}>
              {texts.present}
            </Button>{' '}
            <Button
              size="small"
              icon={<RightOutlined />}
              aria-label={texts.after}
              onClick={() => setWeek(week + 1)}
            />
          </>
        }
      >
        {isReadOnly ? null : <p className={styles.about}>{texts.weekHelp}</p>}
        <Week
          days={days}
          draft={draft}
          zone={vdn.timeZone}
          viewerZone={viewerZone}
          isReadOnly={isReadOnly}
          onChange={(times) =>
            changing.set(
              Object.entries(times).reduce(
                (on, [name, time]) => withValue(on, `scheduleParam.${name}`, time),
                draft,
              ),
            )
          }
        />
        <Hours
          form={{
            kind: 'modify',
            draft,
            running: base,
            violations,
            timeZone: vdn.timeZone,
            isReadOnly,
            onChange: changing.set,
          }}
        />
      </Card>
      {problem === null ? null : <ProblemAlert problem={problem} />}
      {isReadOnly || changedPaths.length === 0 ? null : (
        <Violations
          faults={violations.map(faultIn(language))}
          elsewhere={`/campaigns/${campaign.id}/settings`}
        />
      )}
      {isReadOnly || changedPaths.length === 0 ? null : (
        <div className={barStyles.bar} style={{ marginBottom: 16 }}>
          <span className={barStyles.count} role="status">
            {words.changed(changedPaths.length)}
          </span>
          <Button onClick={() => changing.set(base)}>{words.reset}</Button>
          <Button
            type="primary"
            disabled={violations.length > 0 || theirs !== null}
            loading={application.isPending}
            onClick={() => application.mutate()}
          >
            {words.apply}
          </Button>
        </div>
      )}
      <SpecialDates
        campaignId={campaign.id}
        dates={dates}
        zone={vdn.timeZone}
        today={now?.text ?? ''}
        isReadOnly={isReadOnly}
      />
    </>
  );
}

interface PresentProps {
  readonly schedule: CampaignDetail['settings']['schedule'];
  readonly dates: readonly SpecialDate[];
  readonly zone: string;
}

/** What time it is here and there, and when it opens or closes under what is drawn. */
function Present({ schedule, dates, zone }: PresentProps) {
  const texts = useTexts(scheduleTexts);
  const format = useFormat();
  // The stream says what time it is in the server's world.
  useLiveVdn();
  const now = useServerNow(5);
  const { open, closesAt, opensAt } = decideSchedule(schedule, dates, zone, toMillis(now));
  const next = open ? closesAt : opensAt;
  const clock = (timeZone: string): string => format.dateTime(now, timeZone).slice(11, 16);
  const isElsewhere = viewerZone !== zone;
  return (
    <Figures label={texts.figures}>
      <Figure name={texts.here(zone)} value={clock(zone)} />
      {isElsewhere ? <Figure name={texts.yours(viewerZone)} value={clock(viewerZone)} /> : null}
      <Figure
        name={open ? texts.open : texts.closed}
        tone={open ? 'good' : 'plain'}
        value={next === null ? texts.never : format.dateTime(next).slice(5, 16)}
        note={
          next === null || !isElsewhere
            ? undefined
            : texts.yourTime(format.dateTime(next, viewerZone).slice(5, 16))
        }
      />
    </Figures>
  );
}
