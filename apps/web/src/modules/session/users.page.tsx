import { PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { api, type Reply } from "../../app/api.ts";
import { useKeys, KeyHint } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import type { ListColumn } from "../../ui/list/list-column.ts";
import { ListPage } from "../../ui/list/list-page.tsx";
import { useListRows } from "../../ui/list/use-list.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import type { User } from "./user.ts";
import { UserForm } from "./user-form.tsx";
import { sessionTexts } from "./session.texts.ts";

export function Page() {
  const t = useTexts(sessionTexts);
  const [edited, setEdited] = useState<User | "new" | undefined>(undefined);
  const list = useListRows<User, Reply<"users.list">>(["users.list"], () => api.call("users.list"));
  useKeys(t.users, [{ keys: "Alt+N", label: t.newUser, run: () => setEdited("new") }]);
  const columns = useMemo<readonly ListColumn<User>[]>(
    () => [
      { id: "name", title: t.name, width: 140, always: true, phone: true, text: (row) => row.displayName },
      { id: "login", title: t.loginName, width: 140, text: (row) => row.loginName, className: "quiet" },
      { id: "role", title: t.role, width: 100, phone: true, text: (row) => t.roles[row.role] },
      { id: "may", title: t.may, width: 320, grow: true, text: (row) => t.roleMay[row.role], className: "quiet" },
      {
        id: "state",
        title: t.state,
        width: 80,
        phone: true,
        text: (row) => (row.disabled ? t.disabled : t.enabled),
        cell: (row) => (row.disabled ? <StatusTag tone="off">{t.disabled}</StatusTag> : t.enabled),
      },
    ],
    [t],
  );
  return (
    <ListPage
      name="users"
      title={t.users}
      note={t.usersNote}
      columns={columns}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.disabled ? "off" : undefined)}
      list={list}
      query={{}}
      onQuery={() => undefined}
      order={{ sort: "", direction: "asc" }}
      onOpen={setEdited}
      countLabel={t.people}
      primary={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
          {t.newUser} <KeyHint keys="Alt+N" />
        </Button>
      }
      empty={{ icon: <TeamOutlined />, title: t.emptyTitle, text: t.emptyText }}
    >
      {edited !== undefined && (
        <UserForm user={edited === "new" ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </ListPage>
  );
}
