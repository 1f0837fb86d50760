// User, password and VDN. What the server says about them stands above the fields.
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber } from 'antd';
import { type Credentials, signIn } from '../api/tenants/session.ts';
import { ProblemAlert } from '../parts/states/ProblemAlert.tsx';
import { useTexts } from '../text/useTexts.ts';
import { sessionTexts } from './texts.ts';

/** @param as whose session has ended: only the password is asked for */
export function SignInForm({ as }: { readonly as?: Pick<Credentials, 'user' | 'vdnId'> }) {
  const texts = useTexts(sessionTexts);
  const { mutate, isPending, error } = useMutation({ mutationFn: signIn });
  const whole = { required: true, type: 'integer', min: 1, max: 9999, message: texts.vdnRange } as const;
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      initialValues={{ vdnId: 1, ...as }}
      disabled={isPending}
      onFinish={(values) => mutate({ ...values, ...as })}
    >
      {error === null ? null : <ProblemAlert problem={error} />}
      <Form.Item name="user" label={texts.user} rules={[{ required: true, message: texts.userMissing }]}>
        <Input
          autoComplete="username"
          autoFocus={as === undefined}
          maxLength={64}
          disabled={as !== undefined}
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={texts.password}
        rules={[{ required: true, message: texts.passwordMissing }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={as !== undefined} maxLength={128} />
      </Form.Item>
      <Form.Item
        name="vdnId"
        label={texts.vdn}
        tooltip={texts.vdnHelp}
        rules={[whole]}
        hidden={as !== undefined}
      >
        <InputNumber controls={false} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item>
        <Button type="primary" htmlType="submit" block loading={isPending}>
          {texts.signIn}
        </Button>
      </Form.Item>
    </Form>
  );
}
