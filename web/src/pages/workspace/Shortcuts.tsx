// Which keys do what, below the stage.
import { useTexts } from '../../text/useTexts.ts';
import { workspaceTexts } from './texts.ts';
import styles from './Workspace.module.css';

export function Shortcuts() {
  const texts = useTexts(workspaceTexts);
  const keys = [
    ['F2', texts.keyReady],
    ['F4', texts.keyDial],
    ['F8', texts.keySkip],
    ['F9', texts.keyHangUp],
    ['Ctrl Enter', texts.keyDone],
  ] as const;
  return (
    <section className={styles.keys} aria-label={texts.shortcuts}>
      {keys.map(([key, words]) => (
        <span key={key} className={styles.key}>
          <kbd className={styles.cap}>{key}</kbd> {words}
        </span>
      ))}
    </section>
  );
}
