// The settings of the VDN in one form. What is changed is counted, and only that is sent.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Card, Form, Input } from 'antd';
import type { Vdn } from '../../../../src/api/routes/vdns.ts';
import { problemOf } from '../../api/problem.ts';
import { changeVdn, vdnQuery } from '../../api/tenants/vdn.ts';
import { PageHead } from '../../parts/PageHead.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { formTexts } from '../../parts/texts.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { changesOf, groups, namesOf } from './fields.ts';
import { SettingItem } from './SettingItem.tsx';
import styles from './Settings.module.css';
import { settingsTexts } from './texts.ts';

export function SettingsPage() {
  const texts = useTexts(settingsTexts);
  const { vdnId } = useSession();
  const { data, error, refetch } = useQuery(vdnQuery(vdnId));
  return (
    <>
      <PageHead title={texts.title} about={texts.about} />
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null ? <Loading rows={10} /> : null : <SettingsForm vdn={data} />}
    </>
  );
}

type Fields = Pick<Vdn, 'name' | 'settings'>;

function SettingsForm({ vdn }: { readonly vdn: Vdn }) {
  const texts = useTexts(settingsTexts);
  const forms = useTexts(formTexts);
  const mayChange = useMay('vdn.change');
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const now = Form.useWatch([], form);
  const settings = changesOf(vdn.settings, now?.settings ?? {});
  const isRenamed = now !== undefined && now.name !== vdn.name;
  const count = Object.keys(settings).length + (isRenamed ? 1 : 0);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => changeVdn(vdn.id, { ...(isRenamed ? { name: now.name.trim() } : {}), settings }),
    onSuccess: (after) => {
      form.setFieldsValue({ name: after.name, settings: after.settings });
      void message.success(texts.saved);
    },
    onError: (problem) => {
      for (const { path, rule } of problemOf(problem).violations) {
        const [first = '', second = ''] = path.split('.');
        form.setFields([{ name: (second === '' ? [first] : [first, second]) as never, errors: [rule] }]);
      }
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!mayChange}
      initialValues={{ name: vdn.name, settings: vdn.settings }}
      onFinish={() => mutate()}
      scrollToFirstError
      className={styles.form}
    >
      {mayChange ? null : <Alert type="info" title={texts.readOnly} className={styles.notice} />}
      {error === null ? null : <ProblemAlert problem={error} />}
      {groups.map((group) => (
        <Card
          key={group}
          size="small"
          title={<h2 className={styles.heading}>{texts[group]}</h2>}
          className={styles.group}
        >
          <div className={styles.fields}>
            {group === 'general' ? (
              <Form.Item
                name="name"
                label={texts.name}
                rules={[{ required: true, whitespace: true, message: forms.required }]}
              >
                <Input maxLength={100} />
              </Form.Item>
            ) : null}
            {namesOf(group).map((name) => (
              <SettingItem key={name} name={name} />
            ))}
          </div>
        </Card>
      ))}
      {mayChange ? (
        <div className={styles.bar}>
          <span role="status" className={styles.count}>
            {count === 0 ? texts.unchanged : texts.changed(count)}
          </span>
          <Button disabled={count === 0} onClick={() => form.resetFields()}>
            {texts.discard}
          </Button>
          <Button type="primary" htmlType="submit" disabled={count === 0} loading={isPending}>
            {texts.save}
          </Button>
        </div>
      ) : null}
    </Form>
  );
}
