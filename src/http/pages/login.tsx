// The log-in page: one field.
import { Layout } from './layout.tsx';

export function LoginPage(props: { failed: boolean }) {
  return (
    <Layout title="Log in · Engagement Sync">
      <main class="narrow">
        <h1>Engagement Sync</h1>
        <form method="post" action="/login" class="card">
          <label for="secret">Admin secret</label>
          <input
            id="secret"
            name="secret"
            type="password"
            autocomplete="current-password"
            required
            autofocus
          />
          {props.failed && (
            <p class="bad" role="alert">
              That is not the admin secret.
            </p>
          )}
          <button type="submit">Log in</button>
          <p class="quiet">It is the setting ADMIN_SECRET of this Worker. A log-in lasts twelve hours.</p>
        </form>
      </main>
    </Layout>
  );
}
