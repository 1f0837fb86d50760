// The users of the VDN. They are disabled and not deleted, because the audit log names them.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import type { User } from '../../../../src/api/routes/users.ts';
import { type Role, roles } from '../../../../src/core/user.ts';
import { addUser, changeUser, usersQuery } from '../../api/tenants/users.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { EditButton, KeptPage } from '../../parts/KeptPage.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { useMay, useSession } from '../../session/useSession.ts';
import { roleTexts } from '../../shell/texts.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { usersTexts } from './texts.ts';

export function UsersPage() {
  const texts = useTexts(usersTexts);
  const roleNames = useTexts(roleTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const mayChange = useMay('user.change');
  const query = useQuery(usersQuery(vdnId));
  const [isAdding, setAdding] = useState(false);
  const [changed, setChanged] = useState<User | null>(null);
  return (
    <KeptPage
      texts={texts}
      mayChange={mayChange}
      onAdd={() => setAdding(true)}
      query={query}
      rowKey="name"
      columns={[
        { title: texts.name, dataIndex: 'name' },
        { title: texts.role, key: 'role', render: (_value, { role }) => roleNames[role] },
        {
          title: texts.state,
          key: 'state',
          render: (_value, { disabledAt }) => (
            <Tag color={disabledAt === null ? 'success' : 'default'} variant="filled">
              <span aria-hidden="true">{disabledAt === null ? '● ' : '○ '}</span>
              {disabledAt === null ? texts.enabled : texts.disabled}
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
      deeds={(user) => (
        <>
          <EditButton onEdit={() => setChanged(user)} />
          <TurnButton user={user} />
        </>
      )}
    >
      <AddDialog isOpen={isAdding} onClose={() => setAdding(false)} />
      <ChangeDialog user={changed} onClose={() => setChanged(null)} />
    </KeptPage>
  );
}

/** Disables or enables. */
function TurnButton({ user: { name, disabledAt } }: { readonly user: User }) {
  const texts = useTexts(usersTexts);
  const { vdnId } = useSession();
  return disabledAt === null ? (
    <SureButton
      text={texts.disable}
      question={texts.disableQuestion(name)}
      consequence={texts.disableConsequence}
      onSure={() => changeUser(vdnId, name, { disabled: true })}
    />
  ) : (
    <SureButton
      text={texts.enable}
      question={texts.enableQuestion(name)}
      isDanger={false}
      onSure={() => changeUser(vdnId, name, { disabled: false })}
    />
  );
}

interface UserFields {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

function AddDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const texts = useTexts(usersTexts);
  const { vdnId } = useSession();
  return (
    <FormDialog<UserFields>
      isOpen={isOpen}
      title={texts.add}
      initial={{ role: 'supervisor' }}
      onSubmit={(fields) => addUser(vdnId, fields)}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={texts.name}
        extra={texts.nameHelp}
        validateTrigger="onBlur"
        rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, message: texts.nameRule }]}
      >
        <Input maxLength={64} autoComplete="off" autoFocus />
      </Form.Item>
      <RoleItem />
      <Form.Item
        name="password"
        label={texts.password}
        extra={texts.passwordRule}
        validateTrigger="onBlur"
        rules={[{ required: true, min: 12, max: 128, message: texts.passwordRule }]}
      >
        <Input.Password maxLength={128} autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  );
}

interface ChangeDialogProps {
  readonly user: User | null;
  readonly onClose: () => void;
}

function ChangeDialog({ user, onClose }: ChangeDialogProps) {
  const texts = useTexts(usersTexts);
  const { vdnId } = useSession();
  return (
    <FormDialog<{ readonly role: Role; readonly password?: string }>
      isOpen={user !== null}
      title={texts.change(user?.name ?? '')}
      initial={user === null ? {} : { role: user.role }}
      onSubmit={async ({ role, password = '' }) => {
        if (user === null) return;
        await changeUser(vdnId, user.name, { role, ...(password === '' ? {} : { password }) });
      }}
      onClose={onClose}
    >
      <RoleItem help={texts.roleHelp} />
      <Form.Item
        name="password"
        label={texts.newPassword}
        extra={texts.newPasswordHelp}
        validateTrigger="onBlur"
        rules={[{ min: 12, max: 128, message: texts.passwordRule }]}
      >
        <Input.Password maxLength={128} autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  );
}

function RoleItem({ help }: { readonly help?: string }) {
  const texts = useTexts(usersTexts);
  const roleNames = useTexts(roleTexts);
  return (
    <Form.Item name="role" label={texts.role} extra={help}>
      <Select options={roles.map((role) => ({ value: role, label: roleNames[role] }))} />
    </Form.Item>
  );
}
