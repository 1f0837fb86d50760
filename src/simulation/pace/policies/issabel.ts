// Issabel's (Elastix') predictor (pacing.md 3; read there in Predictor.class.php and
// CampaignProcess.class.php), with over-commit on. Its two faults are kept: it takes the chance that a talk
// is over by a given length instead of the chance given its length so far, and it looks at no abandoned
// call.
import type { Policy } from '../../policy.ts';

const everySeconds = 3;
const sureShare = 0.97;
const samplesMin = 10;

/** Calls for each free agent and each talk that is as good as over, divided by the share that answers. */
export function issabelPolicy(): Policy {
  let dialAt = 0;
  const calls = { ended: 0, answered: 0, ringSeconds: 0 };
  const talks = { ended: 0, seconds: 0 };
  return {
    name: 'issabel',
    waitLimitSeconds: 2,
    beat: (seen, happened) => {
      for (const happening of happened) {
        if (happening.kind === 'answered') {
          calls.ended += 1;
          calls.answered += 1;
          calls.ringSeconds += happening.ringSeconds;
        } else if (happening.kind === 'notAnswered') calls.ended += 1;
        else if (happening.kind === 'talked') {
          talks.ended += 1;
          talks.seconds += happening.seconds;
        }
      }
      if (seen.at < dialAt) return 0;
      dialAt += everySeconds * 1000;
      const answerSeconds = calls.answered > 0 ? calls.ringSeconds / calls.answered : 0;
      const talkSeconds = talks.ended > 0 ? talks.seconds / talks.ended : Number.POSITIVE_INFINITY;
      const soonFree = seen.talkingSince.filter((since) => {
        const elapsedSeconds = (seen.at - since) / 1000;
        return 1 - Math.exp(-(elapsedSeconds + answerSeconds) / talkSeconds) >= sureShare;
      });
      const answerShare = calls.ended >= samplesMin && calls.answered > 0 ? calls.answered / calls.ended : 1;
      const wanted = Math.round((seen.idle + soonFree.length) / answerShare);
      return Math.max(0, wanted - seen.dialedAt.length - seen.waitingSince.length);
    },
  };
}
