import { type MailTemplate, mailTime } from '../content.ts';

/** Tells the admins that their workspace is being deleted, and by whom. */
export const workspaceDeletion: MailTemplate<{ byName: string; byEmail: string; at: Date }> = {
  label: 'Workspace deletion',
  compose: ({ byName, byEmail, at }, { workspaceName }) => ({
    subject: `${workspaceName} is being deleted`,
    blocks: [
      `${byName} deleted the workspace ${workspaceName}. Its connections and API keys have stopped working, and its data is removed within the hour.`,
      {
        facts: [
          ['Deleted by', `${byName} (${byEmail})`],
          ['When', mailTime(at)],
        ],
      },
      'If this was a mistake, tell whoever runs this Gatehouse at once: a backup of the database is the only way back.',
    ],
    why: 'You got this mail because you are an Admin of this workspace.',
  }),
};
