// The access keys of the VDN. A secret is shown once, in a dialog that nothing but its button closes.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Tag, Typography } from 'antd';
import { useState } from 'react';
import type { MadeKey } from '../../../../src/api/routes/users.ts';
import { accessKeysQuery, makeKey, revokeKey } from '../../api/tenants/accessKeys.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { KeptPage } from '../../parts/KeptPage.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { formTexts } from '../../parts/texts.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { accessKeysTexts } from './texts.ts';

export function AccessKeysPage() {
  const texts = useTexts(accessKeysTexts);
  const forms = useTexts(formTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const mayChange = useMay('key.change');
  const query = useQuery(accessKeysQuery(vdnId));
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  return (
    <KeptPage
      texts={texts}
      mayChange={mayChange}
      onAdd={() => setAdding(true)}
      query={query}
      rowKey="ak"
      columns={[
        { title: texts.key, key: 'ak', render: (_value, { ak }) => <code>{ak}</code> },
        { title: texts.description, dataIndex: 'description' },
        {
          title: texts.state,
          key: 'state',
          render: (_value, { revokedAt }) => (
            <Tag color={revokedAt === null ? 'success' : 'default'} variant="filled">
              <span aria-hidden="true">{revokedAt === null ? '● ' : '○ '}</span>
              {revokedAt === null ? texts.valid : texts.revokedAt(format.dateTime(revokedAt))}
            </Tag>
          ),
        },
        {
          title: texts.created,
          key: 'created',
          responsive: ['md'],
          render: (_value, { createdAt }) => format.dateTime(createdAt),
        },
      ]}
      deedsName={texts.revoke}
      deeds={({ ak, revokedAt }) =>
        revokedAt === null ? (
          <SureButton
            text={texts.revoke}
            question={texts.revokeQuestion(ak)}
            consequence={texts.revokeConsequence}
            onSure={() => revokeKey(vdnId, ak)}
          />
        ) : null
      }
    >
      <FormDialog<{ readonly description: string }>
        isOpen={isAdding}
        title={texts.add}
        okText={texts.add}
        initial={{}}
        onSubmit={async ({ description }) => setMade(await makeKey(vdnId, description.trim()))}
        onClose={() => setAdding(false)}
      >
        <Form.Item
          name="description"
          label={texts.description}
          extra={texts.descriptionHelp}
          rules={[{ required: true, whitespace: true, message: forms.required }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
      </FormDialog>
      <SecretDialog made={made} onKept={() => setMade(null)} />
    </KeptPage>
  );
}

function SecretDialog({ made, onKept }: { readonly made: MadeKey | null; readonly onKept: () => void }) {
  const texts = useTexts(accessKeysTexts);
  return (
    <Modal
      open={made !== null}
      title={texts.madeTitle}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onKept}>
          {texts.kept}
        </Button>
      }
      destroyOnHidden
      width={560}
    >
      <Alert type="warning" showIcon title={texts.madeWarning} style={{ marginBottom: 16 }} />
      <Form layout="vertical">
        <Form.Item label={texts.key}>
          <Typography.Text code copyable>
            {made?.ak ?? ''}
          </Typography.Text>
        </Form.Item>
        <Form.Item label={texts.secret}>
          <Typography.Text code copyable>
            {made?.secret ?? ''}
          </Typography.Text>
        </Form.Item>
      </Form>
    </Modal>
  );
}
