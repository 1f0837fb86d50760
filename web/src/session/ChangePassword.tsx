// The dialog in which people change their own password.
import { useMutation } from '@tanstack/react-query';
import { App, Form, Input, Modal } from 'antd';
import { changePassword } from '../api/tenants/session.ts';
import { ProblemAlert } from '../parts/states/ProblemAlert.tsx';
import { useTexts } from '../text/useTexts.ts';
import { sessionTexts } from './texts.ts';

interface Fields {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

interface ChangePasswordProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ChangePassword({ isOpen, onClose }: ChangePasswordProps) {
  const texts = useTexts(sessionTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ current, next }: Fields) => changePassword(current, next),
    onSuccess: () => {
      void message.success(texts.changed);
      onClose();
    },
  });
  const differsFrom = (name: keyof Fields, must: boolean, text: string) => ({
    validator: async (_rule: unknown, value: string) => {
      if (value && (value === form.getFieldValue(name)) !== must) throw new Error(text);
    },
  });
  return (
    <Modal
      open={isOpen}
      title={texts.changePassword}
      okText={texts.change}
      cancelText={texts.cancel}
      confirmLoading={isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={reset}
      destroyOnHidden
      width={420}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={(values) => mutate(values)}
      >
        {error === null ? null : <ProblemAlert problem={error} />}
        <Form.Item
          name="current"
          label={texts.current}
          rules={[{ required: true, message: texts.passwordMissing }]}
        >
          <Input.Password autoComplete="current-password" maxLength={128} autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label={texts.next}
          extra={texts.nextHelp}
          validateTrigger="onBlur"
          rules={[
            { required: true, min: 12, max: 128, message: texts.nextLength },
            differsFrom('current', false, texts.nextSame),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item
          name="again"
          label={texts.again}
          dependencies={['next']}
          validateTrigger="onBlur"
          rules={[
            { required: true, message: texts.againDiffers },
            differsFrom('next', true, texts.againDiffers),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
