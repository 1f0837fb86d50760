// The form of a campaign, made from the contract's schemas: which fields there are, which of them belong
// to what is chosen, and what each may hold. It shows a draft and tells of changes; it keeps nothing.
import { Card } from 'antd';
import { Fragment, type ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router';
import { holds, type ObjectRule, ruleOf } from '../../../../../src/contract/rules/rule.ts';
import { addCampaignBody, modifyCampaignBody } from '../../../../../src/contract/schemas/campaign.ts';
import { useTexts } from '../../../text/useTexts.ts';
import styles from './CampaignForm.module.css';
import { type Draft, ownerOf, type Path, parametersOf, valueAt, withDefaults, withValue } from './draft.ts';
import { FormField } from './FormField.tsx';
import { fieldId, fieldOfHash, focusField } from './fieldFocus.ts';
import type { CampaignFormProps } from './formProps.ts';
import { Hours } from './Hours.tsx';
import { formTexts } from './texts.ts';

type Section = 'what' | 'when' | 'how' | 'results';
const sections: Readonly<Record<Section, readonly string[]>> = {
  what: ['name', 'description', 'deviceType', 'initStatus', 'callerNo'],
  when: ['strBeginTime', 'strEndTime', 'scheduleParam'],
  how: ['maxAlertingTime', 'ivrParam', 'skillParam'],
  results: ['callBackUrl'],
};
/** The first equals the kind of dialing, and the second is what the queue is called anyway. */
const unshown: readonly string[] = ['outBoundType', 'skillName'];

export function CampaignForm(props: CampaignFormProps) {
  const texts = useTexts(formTexts);
  const rule = bodyRule(props);
  const { hash } = useLocation();
  // A rule that is broken on another tab leads here.
  useEffect(() => {
    const path = fieldOfHash(hash);
    if (path !== null) focusField(path);
  }, [hash]);
  return (
    <>
      {sectionNames.map((section) => (
        <Fragment key={section}>
          <Card size="small" title={texts[section]} className={styles.section}>
            {section === 'when' ? <p className={styles.about}>{texts.timesIn(props.timeZone)}</p> : null}
            <Fields rule={rule} names={sections[section]} path="" owner={props.draft} form={props} />
          </Card>
          {section === 'when' && props.dates !== undefined ? (
            <div className={styles.section} id={fieldId('specialDates')} tabIndex={-1}>
              {props.dates}
            </div>
          ) : null}
        </Fragment>
      ))}
    </>
  );
}

const bodyRule = ({ kind }: CampaignFormProps): ObjectRule =>
  ruleOf(kind === 'add' ? addCampaignBody : modifyCampaignBody);

const sectionNames: readonly Section[] = ['what', 'when', 'how', 'results'];

interface FieldsProps {
  readonly rule: ObjectRule;
  readonly names: readonly string[];
  readonly path: Path;
  readonly owner: Draft;
  readonly form: CampaignFormProps;
}

function Fields({ rule, names, path, owner, form }: FieldsProps): ReactNode {
  const fields = names.map((name) => {
    const field = rule.properties[name];
    const inner = path === '' ? name : `${path}.${name}`;
    const condition = field?.['x-only-when'];
    const isLeftOut =
      unshown.includes(name) ||
      (condition !== undefined && !holds(condition, ownerOf(owner, form.draft.deviceType)));
    if (field === undefined || isLeftOut) return null;
    if (name === 'scheduleParam') return <Hours key={name} form={form} />;
    if (field.type === 'object') {
      const value = valueAt(form.draft, inner);
      const innerOwner: Draft = typeof value === 'object' && value !== null ? { ...value } : {};
      return (
        <Fields
          key={name}
          rule={field}
          names={Object.keys(field.properties)}
          path={inner}
          owner={innerOwner}
          form={form}
        />
      );
    }
    if (field.type === 'array') return null;
    return (
      <FormField
        key={name}
        name={name}
        path={inner}
        rule={field}
        owner={rule}
        form={form}
        isFixed={form.kind === 'modify' && name === 'deviceType'}
        onChange={(value) => form.onChange(changed(form.draft, inner, value, bodyRule(form)))}
      />
    );
  });
  return path === '' ? <div className={styles.fields}>{fields}</div> : fields;
}

/** Another kind of dialing brings its own parameters, and what is chosen brings the defaults of its fields. */
function changed(draft: Draft, path: Path, value: unknown, rule: ObjectRule): Draft {
  const after = withValue(draft, path, value);
  if (path.endsWith('predictMethod')) return withDefaults(after, rule);
  if (path !== 'deviceType') return after;
  if (value !== 1 && value !== 2 && value !== 3 && value !== 5 && value !== 6) return after;
  return withDefaults({ ...after, ...parametersOf(value) }, rule);
}
