// Everything that is wrong with a campaign's form, each with a link that leads to its field: on this tab, or
// on the tab of settings, which has every field.
import { Alert } from 'antd';
import { useNavigate } from 'react-router';
import type { Violation } from '../../../../../src/contract/rules/violation.ts';
import type { Language } from '../../../text/language.ts';
import { useTexts } from '../../../text/useTexts.ts';
import styles from './CampaignForm.module.css';
import type { Path } from './draft.ts';
import { fieldId, focusField } from './fieldFocus.ts';
import { formTexts } from './texts.ts';
import { useFieldTexts } from './useFieldTexts.ts';

export interface ShownFault {
  readonly path: Path;
  /** In the reader's language. */
  readonly rule: string;
}

export const faultIn =
  (language: Language) =>
  ({ path, rule }: Violation): ShownFault => ({ path, rule: rule[language] });

interface ViolationsProps {
  readonly faults: readonly ShownFault[];
  /** The page that has the fields which are not on this one. */
  readonly elsewhere?: string;
}

export function Violations({ faults, elsewhere }: ViolationsProps) {
  const texts = useTexts(formTexts);
  if (faults.length === 0) return null;
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      className={styles.violations}
      title={texts.violations(faults.length)}
      description={<FaultList faults={faults} {...(elsewhere === undefined ? {} : { elsewhere })} />}
    />
  );
}

export function FaultList({ faults, elsewhere }: ViolationsProps) {
  const words = useFieldTexts();
  const navigate = useNavigate();
  return (
    <ul>
      {faults.map(({ path, rule }) => (
        <li key={path + rule}>
          {path === '' ? (
            words.rule(rule)
          ) : (
            <a
              href={`#${fieldId(path)}`}
              onClick={(event) => {
                event.preventDefault();
                if (!focusField(path) && elsewhere !== undefined)
                  void navigate({ pathname: elsewhere, hash: fieldId(path) });
              }}
            >
              {`${words.label(path)}: ${words.rule(rule)}`}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
