import type { END_USER_LANGUAGES } from './end-user-texts.ts';

type Texts = {
  /** The question before an app learns who somebody is. What is put in is HTML already. */
  consent: {
    title: (workspace: string) => string;
    signedIn: (identityProvider: string, email: string) => string;
    learns: (workspace: string, organization: string) => string;
    /** Where the sign-in did not begin in the app. */
    beganElsewhere: string;
    unknownApp: string;
    approve: string;
    deny: string;
    account: string;
    identityProvider: string;
    app: string;
  };
  /** A form on its way to the identity provider, which browsers without scripts have to send themselves. */
  posting: { signIn: string; signOut: string; text: string; send: string };
  signedOut: { title: string; text: string };
  /** Signing out that ended on a page of ours. */
  notSignedOut: { title: string; text: string; everywhere: string; received: string; whatToDo: string };
  ids: { logout: string; request: string; details: string };
};

/** Every sentence of the pages somebody passes on the way in or out, in every language. */
export const PASSING_TEXTS: Readonly<Record<(typeof END_USER_LANGUAGES)[number], Texts>> = {
  en: {
    consent: {
      title: (workspace) => `Continue to ${workspace}?`,
      signedIn: (identityProvider, email) => `${identityProvider} signed you in as ${email}.`,
      learns: (workspace, organization) =>
        `If you continue, ${workspace} learns your name and email address, and what ${organization} sends along, such as your groups.`,
      beganElsewhere:
        'This sign-in began at the identity provider. If you did not begin it just now, cancel.',
      unknownApp: 'If you do not know the app, or this is not your account, cancel.',
      approve: 'Continue',
      deny: 'Cancel',
      account: 'Account',
      identityProvider: 'Identity provider',
      app: 'App',
    },
    posting: {
      signIn: 'Signing you in',
      signOut: 'Signing you out',
      text: 'You are being sent to your identity provider.',
      send: 'Continue',
    },
    signedOut: { title: 'You are signed out', text: 'You can close this window.' },
    notSignedOut: {
      title: 'You could not be signed out',
      text: 'You may still be signed in. Sign out in the app itself, and close the browser on a shared computer.',
      everywhere: 'You could not be signed out everywhere',
      received: 'Your identity provider sent a sign-out message that could not be accepted.',
      whatToDo:
        'You may still be signed in to the app or at your identity provider. Sign out there, and close the browser on a shared computer.',
    },
    ids: { logout: 'Logout ID', request: 'Request ID', details: 'Details for the app’s developers' },
  },
  de: {
    consent: {
      title: (workspace) => `Weiter zu ${workspace}?`,
      signedIn: (identityProvider, email) => `${identityProvider} hat Sie als ${email} angemeldet.`,
      learns: (workspace, organization) =>
        `Wenn Sie fortfahren, erfährt ${workspace} Ihren Namen und Ihre E-Mail-Adresse sowie das, was ${organization} mitschickt, zum Beispiel Ihre Gruppen.`,
      beganElsewhere:
        'Diese Anmeldung hat beim Anmeldedienst begonnen. Wenn Sie sie nicht gerade selbst begonnen haben, brechen Sie ab.',
      unknownApp: 'Wenn Sie die App nicht kennen oder dies nicht Ihr Konto ist, brechen Sie ab.',
      approve: 'Weiter',
      deny: 'Abbrechen',
      account: 'Konto',
      identityProvider: 'Anmeldedienst',
      app: 'App',
    },
    posting: {
      signIn: 'Sie werden angemeldet',
      signOut: 'Sie werden abgemeldet',
      text: 'Sie werden zu Ihrem Anmeldedienst weitergeleitet.',
      send: 'Weiter',
    },
    signedOut: { title: 'Sie sind abgemeldet', text: 'Sie können dieses Fenster schließen.' },
    notSignedOut: {
      title: 'Sie konnten nicht abgemeldet werden',
      text: 'Möglicherweise sind Sie noch angemeldet. Melden Sie sich in der App selbst ab und schließen Sie an einem gemeinsam genutzten Computer den Browser.',
      everywhere: 'Sie konnten nicht überall abgemeldet werden',
      received:
        'Ihr Anmeldedienst hat eine Nachricht zum Abmelden geschickt, die nicht angenommen werden konnte.',
      whatToDo:
        'Möglicherweise sind Sie in der App oder bei Ihrem Anmeldedienst noch angemeldet. Melden Sie sich dort ab und schließen Sie an einem gemeinsam genutzten Computer den Browser.',
    },
    ids: { logout: 'Abmelde-ID', request: 'Anfrage-ID', details: 'Einzelheiten für die Entwickler der App' },
  },
  fr: {
    consent: {
      title: (workspace) => `Continuer vers ${workspace} ?`,
      signedIn: (identityProvider, email) => `${identityProvider} vous a connecté en tant que ${email}.`,
      learns: (workspace, organization) =>
        `Si vous continuez, ${workspace} recevra votre nom et votre adresse e-mail, ainsi que ce que ${organization} transmet, par exemple vos groupes.`,
      beganElsewhere:
        'Cette connexion a commencé chez le service de connexion. Si vous ne venez pas de la lancer vous-même, annulez.',
      unknownApp: 'Si vous ne connaissez pas l’application, ou si ce compte n’est pas le vôtre, annulez.',
      approve: 'Continuer',
      deny: 'Annuler',
      account: 'Compte',
      identityProvider: 'Service de connexion',
      app: 'Application',
    },
    posting: {
      signIn: 'Connexion en cours',
      signOut: 'Déconnexion en cours',
      text: 'Vous êtes redirigé vers votre service de connexion.',
      send: 'Continuer',
    },
    signedOut: { title: 'Vous êtes déconnecté', text: 'Vous pouvez fermer cette fenêtre.' },
    notSignedOut: {
      title: 'La déconnexion a échoué',
      text: 'Vous êtes peut-être encore connecté. Déconnectez-vous dans l’application, et fermez le navigateur si l’ordinateur est partagé.',
      everywhere: 'Vous n’avez pas pu être déconnecté partout',
      received: 'Votre service de connexion a envoyé un message de déconnexion qui n’a pas pu être accepté.',
      whatToDo:
        'Vous êtes peut-être encore connecté à l’application ou à votre service de connexion. Déconnectez-vous-y, et fermez le navigateur si l’ordinateur est partagé.',
    },
    ids: {
      logout: 'Identifiant de déconnexion',
      request: 'Identifiant de requête',
      details: 'Détails pour les développeurs de l’application',
    },
  },
  es: {
    consent: {
      title: (workspace) => `¿Continuar a ${workspace}?`,
      signedIn: (identityProvider, email) => `${identityProvider} ha iniciado su sesión como ${email}.`,
      learns: (workspace, organization) =>
        `Si continúa, ${workspace} recibirá su nombre y su dirección de correo, y lo que ${organization} envíe además, por ejemplo sus grupos.`,
      beganElsewhere:
        'Este inicio de sesión empezó en el servicio de inicio de sesión. Si no lo ha empezado usted ahora mismo, cancele.',
      unknownApp: 'Si no conoce la aplicación, o si esta no es su cuenta, cancele.',
      approve: 'Continuar',
      deny: 'Cancelar',
      account: 'Cuenta',
      identityProvider: 'Servicio de inicio de sesión',
      app: 'Aplicación',
    },
    posting: {
      signIn: 'Iniciando la sesión',
      signOut: 'Cerrando la sesión',
      text: 'Se le está enviando a su servicio de inicio de sesión.',
      send: 'Continuar',
    },
    signedOut: { title: 'Ha cerrado la sesión', text: 'Puede cerrar esta ventana.' },
    notSignedOut: {
      title: 'No se ha podido cerrar la sesión',
      text: 'Puede que la sesión siga abierta. Ciérrela en la propia aplicación, y cierre el navegador si el equipo es compartido.',
      everywhere: 'No se ha podido cerrar la sesión en todas partes',
      received:
        'Su servicio de inicio de sesión ha enviado un mensaje de cierre de sesión que no se ha podido aceptar.',
      whatToDo:
        'Puede que la sesión siga abierta en la aplicación o en su servicio de inicio de sesión. Ciérrela allí, y cierre el navegador si el equipo es compartido.',
    },
    ids: {
      logout: 'ID de cierre de sesión',
      request: 'ID de solicitud',
      details: 'Detalles para quienes desarrollan la aplicación',
    },
  },
  ja: {
    consent: {
      title: (workspace) => `${workspace} に進みますか？`,
      signedIn: (identityProvider, email) => `${identityProvider} で ${email} としてサインインしました。`,
      learns: (workspace, organization) =>
        `続行すると、お客様の名前とメールアドレス、およびグループなど ${organization} が送る情報が ${workspace} に伝わります。`,
      beganElsewhere:
        'このサインインは、サインインサービス側から始まりました。ご自身で今始めたものでなければ、キャンセルしてください。',
      unknownApp: 'アプリに心当たりがない場合や、ご自身のアカウントでない場合は、キャンセルしてください。',
      approve: '続行',
      deny: 'キャンセル',
      account: 'アカウント',
      identityProvider: 'サインインサービス',
      app: 'アプリ',
    },
    posting: {
      signIn: 'サインインしています',
      signOut: 'サインアウトしています',
      text: 'サインインサービスに移動しています。',
      send: '続行',
    },
    signedOut: { title: 'サインアウトしました', text: 'このウィンドウは閉じてかまいません。' },
    notSignedOut: {
      title: 'サインアウトできませんでした',
      text: 'まだサインインしたままの可能性があります。アプリ側でサインアウトし、共用のコンピューターではブラウザーを閉じてください。',
      everywhere: '一部のサービスからサインアウトできませんでした',
      received: 'サインインサービスから送られたサインアウトのメッセージを受け付けることができませんでした。',
      whatToDo:
        'アプリまたはサインインサービスにまだサインインしたままの可能性があります。そちらでサインアウトし、共用のコンピューターではブラウザーを閉じてください。',
    },
    ids: { logout: 'サインアウト ID', request: 'リクエスト ID', details: 'アプリ開発者向けの詳細' },
  },
};
