// What went wrong, in words: the kind in the reader's language, the server's own sentence below it, and a
// way to try again where that can help.
import { Alert, Button } from 'antd';
import { isPassing, type Problem } from '../../api/problem.ts';
import { useTexts } from '../../text/useTexts.ts';
import styles from '../parts.module.css';
import { partTexts, problemTexts } from '../texts.ts';

export interface ProblemAlertProps {
  readonly problem: Problem;
  /** Asks again; for what was read, not for what was to be done. */
  readonly onRetry?: () => void;
}

export function ProblemAlert({ problem, onRetry }: ProblemAlertProps) {
  const texts = useTexts(partTexts);
  const title = useProblemTitle(problem);
  return (
    <Alert
      role="alert"
      className={styles.problem}
      type={isPassing(problem) ? 'warning' : 'error'}
      showIcon
      title={title}
      description={problem.detail === '' ? undefined : problem.detail}
      action={onRetry === undefined ? undefined : <Button onClick={onRetry}>{texts.tryAgain}</Button>}
    />
  );
}

/** What kind of problem it is, in the language that is chosen. */
export function useProblemTitle({ kind }: Problem): string {
  const titles = useTexts(problemTexts);
  return Object.hasOwn(titles, kind) ? titles[kind as keyof typeof titles] : titles.failed;
}
