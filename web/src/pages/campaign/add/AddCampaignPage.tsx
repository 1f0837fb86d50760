// A new campaign in one form. What is missing is told when somebody tries to add it, and from then on
// while they type. Its special dates go with it, so that it is never without them.
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { readAddSpecialDate } from '../../../../../src/contract/read/readSpecialDate.ts';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { toMillis } from '../../../../../src/core/units.ts';
import { addCampaign } from '../../../api/campaigns/campaigns.ts';
import type { DateBody } from '../../../api/campaigns/specialDates.ts';
import { Problem, problemOf } from '../../../api/problem.ts';
import { vdnQuery } from '../../../api/tenants/vdn.ts';
import { useLiveVdn } from '../../../live/liveFigures.ts';
import { serverNow } from '../../../live/serverClock.ts';
import { useUnsaved } from '../../../parts/hooks/useLeaving.ts';
import { PageHead } from '../../../parts/PageHead.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useLanguage } from '../../../preferences.ts';
import { useSession } from '../../../session/useSession.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { CampaignForm } from '../form/CampaignForm.tsx';
import { bodyOf, type Draft, newDraft, type VdnForForm, violationsOf } from '../form/draft.ts';
import { formTexts } from '../form/texts.ts';
import { faultIn, Violations } from '../form/Violations.tsx';
import { dateBodyOf } from '../schedule/DateDialog.tsx';
import { DateList } from '../schedule/DateList.tsx';

export function AddCampaignPage() {
  const texts = useTexts(formTexts);
  const { vdnId } = useSession();
  const { data, error, refetch } = useQuery(vdnQuery(vdnId));
  return (
    <>
      <PageHead title={texts.title} />
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null ? <Loading rows={8} /> : null : <NewForm vdn={data.settings} />}
    </>
  );
}

function NewForm({ vdn }: { readonly vdn: VdnForForm }) {
  const texts = useTexts(formTexts);
  const { vdnId } = useSession();
  const navigate = useNavigate();
  const language = useLanguage();
  const { message } = App.useApp();
  const [beginning] = useState<Draft>(() => newDraft(2, vdn.timeZone, serverNow()));
  const [draft, setDraft] = useState(beginning);
  const [dates, setDates] = useState<readonly SpecialDate[]>([]);
  const [isTried, setTried] = useState(false);
  const letPass = useUnsaved(draft !== beginning || dates.length > 0);
  // The stream tells what time it is in the server's world, by which the dates are judged.
  useLiveVdn();
  const top = useRef<HTMLDivElement>(null);
  const violations = isTried ? violationsOf(draft, vdn, null, serverNow()) : [];
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      addCampaign(vdnId, { ...bodyOf(draft, vdn, null), specialDates: dates.map(dateBodyOf) }),
    onSuccess: (added) => {
      void message.success(texts.added(added.settings.name));
      letPass();
      void navigate(`/campaigns/${added.id}`);
    },
    onError: () => top.current?.scrollIntoView({ block: 'center' }),
  });
  // Only the server knows some of it, such as a name that is taken.
  const refused = error === null ? [] : problemOf(error).violations;
  const submit = (): void => {
    setTried(true);
    if (violationsOf(draft, vdn, null, serverNow()).length === 0) mutate();
    else top.current?.focus();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div ref={top} tabIndex={-1}>
        {error === null ? null : <ProblemAlert problem={problemOf(error)} />}
        <Violations faults={violations.length > 0 ? violations.map(faultIn(language)) : refused} />
      </div>
      <CampaignForm
        kind="add"
        draft={draft}
        running={null}
        violations={violations}
        timeZone={vdn.timeZone}
        onChange={setDraft}
        dates={
          <DateList
            dates={dates}
            zone={vdn.timeZone}
            onSave={async (seen, body) => setDates(withDate(dates, seen?.id ?? null, body, vdn.timeZone))}
            onDelete={async (id) => setDates(dates.filter((date) => date.id !== id))}
          />
        }
      />
      <div style={{ display: 'flex', gap: 8 }}>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {texts.add}
        </Button>
        <Link to="/campaigns">
          <Button tabIndex={-1}>{texts.cancel}</Button>
        </Link>
      </div>
    </form>
  );
}

/** The dates with one more, or one changed; its number is of this page only. Refuses a name that is there. */
function withDate(
  dates: readonly SpecialDate[],
  id: number | null,
  body: DateBody,
  timeZone: string,
): readonly SpecialDate[] {
  if (dates.some((date) => date.name === body.name && date.id !== id))
    throw new Problem('alreadyThere', 409, '');
  const reading = readAddSpecialDate(body, { now: toMillis(serverNow()), timeZone, apiTimes: 'local' });
  if (!reading.ok) throw new Problem('invalid', 400, '');
  const changed = { ...reading.value, id: id ?? Math.max(0, ...dates.map((date) => date.id)) + 1 };
  return id === null ? [...dates, changed] : dates.map((date) => (date.id === id ? changed : date));
}
