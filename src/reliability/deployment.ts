/** A row of backoffice.deployments: a deployment of the app, as Vercel had it at read_at. */
export type Deployment = {
  id: string;
  url: string | null;
  inspector_url: string | null;
  /** Vercel's word; it may invent others. */
  state: string;
  target: string | null;
  sha: string | null;
  message: string | null;
  created_at: string;
  ready_at: string | null;
  read_at: string;
};
