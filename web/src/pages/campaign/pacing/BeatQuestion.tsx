// Why a beat placed so many calls, and why not another number: what the flight recorder kept of it.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, InputNumber } from 'antd';
import { useId, useState } from 'react';
import { toMillis } from '../../../../../src/core/units.ts';
import { instantOfWall, wallOfInstant } from '../../../../../src/core/zone.ts';
import { askBeat } from '../../../api/pacing.ts';
import { serverNow } from '../../../live/serverClock.ts';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { WallTimeInput } from '../../../parts/WallTimeInput.tsx';
import { useSession, useTimeZone } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { pacingTexts } from './texts.ts';

export function BeatQuestion({ campaignId }: { readonly campaignId: number }) {
  const texts = useTexts(pacingTexts);
  const format = useFormat();
  const zone = useTimeZone();
  const { vdnId } = useSession();
  const id = useId();
  const [wall, setWall] = useState(() => wallOfInstant(toMillis(serverNow()), zone));
  const [dials, setDials] = useState<number | null>(null);
  const at = instantOfWall(wall, zone);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (instant: number) => askBeat(vdnId, campaignId, instant, dials),
  });
  return (
    <Card size="small" title={texts.question}>
      <form
        style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: 12, marginBottom: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (at !== null) mutate(at);
        }}
      >
        <label htmlFor={`${id}-at`}>
          {texts.instant(zone)}
          <WallTimeInput
            id={`${id}-at`}
            style={{ display: 'block', width: 220 }}
            value={wall}
            zone={zone}
            {...(at === null ? { status: 'error' as const, 'aria-invalid': true } : {})}
            onChange={(entered) => setWall(entered ?? '')}
          />
        </label>
        <label htmlFor={`${id}-dials`}>
          {texts.dials}
          <InputNumber
            id={`${id}-dials`}
            style={{ display: 'block', width: 140 }}
            min={0}
            max={99_999}
            precision={0}
            value={dials}
            onChange={setDials}
          />
        </label>
        <Button onClick={() => setWall(wallOfInstant(toMillis(serverNow()), zone))}>{texts.now}</Button>
        <Button type="primary" htmlType="submit" loading={isPending} disabled={at === null}>
          {texts.ask}
        </Button>
      </form>
      {error === null ? null : <ProblemAlert problem={error} />}
      {data === undefined ? null : (
        <Alert
          type="info"
          role="status"
          title={texts.answerOf(format.dateTime(data.at), format.number(data.placed))}
          description={
            <>
              <div>{data.sentence}</div>
              {data.dials === null ? null : <div>{data.dials.sentence}</div>}
            </>
          }
        />
      )}
    </Card>
  );
}
