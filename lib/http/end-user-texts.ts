/** What can end a sign-in on a page of ours, as far as the person signing in is concerned. */
export type EndUserProblem =
  /** The app asked for something that cannot be done. */
  | 'link'
  /** The identity provider’s answer was refused. */
  | 'answer'
  /** Nothing is at this address. */
  | 'address'
  /** A page opened, reloaded or posted to in a way it is not made for. */
  | 'step'
  | 'too_large'
  | 'too_many'
  | 'broken';

/** Who has to do something about it. */
export type EndUserActor = 'you' | 'it_admin' | 'app_team' | 'wait';

type Texts = {
  problems: Readonly<Record<EndUserProblem, { title: string; text: string }>>;
  actors: Readonly<Record<EndUserActor, string>>;
  /** Above the message, which is written to whoever has to act. */
  message: {
    title: string;
    hint: string;
    opening: string;
    /** What the reader of the message has to do. */
    asks: Readonly<Record<EndUserActor, string>>;
    copy: string;
    copied: string;
  };
  retry: string;
  home: string;
  facts: {
    session: string;
    request: string;
    time: string;
    details: string;
    /** A label with its value, on a line of the message. */
    line: (label: string, value: string) => string;
  };
};

export const END_USER_LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;

export type EndUserLanguage = (typeof END_USER_LANGUAGES)[number];

/**
 * Every sentence of the pages that end a sign-in, in every language; one that lacks a sentence does not compile. None
 * names an organization, a domain or a connection: who is a customer is nobody’s business here.
 */
export const END_USER_TEXTS: Readonly<Record<EndUserLanguage, Texts>> = {
  en: {
    problems: {
      link: {
        title: 'This sign-in link does not work',
        text: 'The app that sent you here asked for something that cannot be done. You have done nothing wrong.',
      },
      answer: {
        title: 'You could not be signed in',
        text: 'Your company’s sign-in service answered, but its answer could not be accepted.',
      },
      address: {
        title: 'There is no sign-in at this address',
        text: 'The address may be mistyped, or it may no longer be in use.',
      },
      step: {
        title: 'This sign-in cannot go on',
        text: 'This page is one step of a sign-in. It cannot be opened or reloaded on its own.',
      },
      too_large: {
        title: 'This is too large',
        text: 'Your company’s sign-in service sent more than can be taken here.',
      },
      too_many: {
        title: 'There were too many attempts',
        text: 'Many sign-ins came from your network within a short time, so we let some of them wait.',
      },
      broken: {
        title: 'Something went wrong',
        text: 'The fault is on our side. You have done nothing wrong.',
      },
    },
    actors: {
      you: 'Go back to the app and sign in once more, in this same browser. If that does not help, send the message below to the support of the app.',
      it_admin:
        'Your company’s IT administrator has to change a setting of the sign-in service. Until then, trying again will not help. Send them the message below.',
      app_team:
        'The team that runs the app has to change a setting. Until then, trying again will not help. Send the message below to the support of the app.',
      wait: 'Wait a minute, then try again. If that does not help, send the message below to the support of the app.',
    },
    message: {
      title: 'Message to send',
      hint: 'It holds no password and no personal data.',
      opening: 'Hello, I cannot sign in to the app.',
      asks: {
        you: 'Signing in again did not help. The reason is recorded under the number below.',
        it_admin:
          'The app did not accept the answer of our sign-in service. Please ask the support of the app for the exact reason: it is recorded under the number below, together with the setting that has to change.',
        app_team:
          'The sign-in stopped before it was finished. The reason is recorded under the number below, together with the setting that has to change.',
        wait: 'The sign-in stopped before it was finished, and waiting did not help. The number below leads to the reason.',
      },
      copy: 'Copy message',
      copied: 'The message is copied.',
    },
    retry: 'Try again',
    home: 'Back to the app',
    facts: {
      session: 'Session ID',
      request: 'Request ID',
      time: 'Time',
      details: 'Details for the developers of the app',
      line: (label, value) => `${label}: ${value}`,
    },
  },
  de: {
    problems: {
      link: {
        title: 'Dieser Anmeldelink funktioniert nicht',
        text: 'Die App, aus der Sie kommen, hat etwas angefordert, das nicht möglich ist. Sie haben nichts falsch gemacht.',
      },
      answer: {
        title: 'Sie konnten nicht angemeldet werden',
        text: 'Der Anmeldedienst Ihres Unternehmens hat geantwortet, aber seine Antwort konnte nicht angenommen werden.',
      },
      address: {
        title: 'Unter dieser Adresse gibt es keine Anmeldung',
        text: 'Vielleicht enthält die Adresse einen Tippfehler, oder sie wird nicht mehr verwendet.',
      },
      step: {
        title: 'Diese Anmeldung kann nicht fortgesetzt werden',
        text: 'Diese Seite ist ein einzelner Schritt einer Anmeldung. Für sich allein lässt sie sich weder öffnen noch neu laden.',
      },
      too_large: {
        title: 'Das ist zu groß',
        text: 'Der Anmeldedienst Ihres Unternehmens hat mehr Daten gesendet, als hier angenommen werden.',
      },
      too_many: {
        title: 'Es waren zu viele Versuche',
        text: 'Aus Ihrem Netzwerk kamen in kurzer Zeit sehr viele Anmeldungen. Einige davon müssen deshalb warten.',
      },
      broken: {
        title: 'Etwas ist schiefgegangen',
        text: 'Der Fehler liegt auf unserer Seite. Sie haben nichts falsch gemacht.',
      },
    },
    actors: {
      you: 'Gehen Sie zurück zur App und melden Sie sich in diesem Browser noch einmal an. Falls das nicht hilft, senden Sie die Nachricht unten an den Support der App.',
      it_admin:
        'Die IT-Administration Ihres Unternehmens muss eine Einstellung des Anmeldedienstes ändern. Bis dahin hilft ein neuer Versuch nicht. Senden Sie ihr die Nachricht unten.',
      app_team:
        'Das Team, das die App betreibt, muss eine Einstellung ändern. Bis dahin hilft ein neuer Versuch nicht. Senden Sie die Nachricht unten an den Support der App.',
      wait: 'Warten Sie eine Minute und versuchen Sie es dann noch einmal. Falls das nicht hilft, senden Sie die Nachricht unten an den Support der App.',
    },
    message: {
      title: 'Nachricht zum Versenden',
      hint: 'Sie enthält kein Passwort und keine persönlichen Daten.',
      opening: 'Guten Tag, ich kann mich nicht bei der App anmelden.',
      asks: {
        you: 'Eine erneute Anmeldung hat nicht geholfen. Der Grund ist unter der folgenden Nummer aufgezeichnet.',
        it_admin:
          'Die App hat die Antwort unseres Anmeldedienstes nicht angenommen. Bitte fragen Sie den Support der App nach dem genauen Grund: Er ist unter der folgenden Nummer aufgezeichnet, zusammen mit der Einstellung, die zu ändern ist.',
        app_team:
          'Die Anmeldung wurde vorzeitig abgebrochen. Der Grund ist unter der folgenden Nummer aufgezeichnet, zusammen mit der Einstellung, die zu ändern ist.',
        wait: 'Die Anmeldung wurde vorzeitig abgebrochen, und Warten hat nicht geholfen. Über die folgende Nummer lässt sich der Grund finden.',
      },
      copy: 'Nachricht kopieren',
      copied: 'Die Nachricht ist kopiert.',
    },
    retry: 'Noch einmal versuchen',
    home: 'Zurück zur App',
    facts: {
      session: 'Sitzungs-ID',
      request: 'Anfrage-ID',
      time: 'Zeit',
      details: 'Einzelheiten für die Entwickler der App',
      line: (label, value) => `${label}: ${value}`,
    },
  },
  fr: {
    problems: {
      link: {
        title: 'Ce lien de connexion ne fonctionne pas',
        text: 'L’application d’où vous venez a demandé quelque chose d’impossible. Vous n’avez rien fait de mal.',
      },
      answer: {
        title: 'La connexion a échoué',
        text: 'Le service de connexion de votre entreprise a répondu, mais sa réponse n’a pas pu être acceptée.',
      },
      address: {
        title: 'Aucune connexion n’est possible à cette adresse',
        text: 'L’adresse contient peut-être une faute de frappe, ou elle n’est plus utilisée.',
      },
      step: {
        title: 'Cette connexion ne peut pas continuer',
        text: 'Cette page n’est qu’une étape de la connexion. Elle ne peut être ni ouverte ni rechargée seule.',
      },
      too_large: {
        title: 'C’est trop volumineux',
        text: 'Le service de connexion de votre entreprise a envoyé plus de données que ce qui peut être accepté ici.',
      },
      too_many: {
        title: 'Il y a eu trop de tentatives',
        text: 'De nombreuses connexions sont arrivées de votre réseau en peu de temps. Certaines doivent donc attendre.',
      },
      broken: {
        title: 'Un problème est survenu',
        text: 'L’erreur vient de notre côté. Vous n’avez rien fait de mal.',
      },
    },
    actors: {
      you: 'Revenez à l’application et connectez-vous de nouveau, dans ce même navigateur. Si cela ne suffit pas, envoyez le message ci-dessous à l’assistance de l’application.',
      it_admin:
        'Le service informatique de votre entreprise doit modifier un réglage du service de connexion. D’ici là, il est inutile de réessayer. Envoyez-lui le message ci-dessous.',
      app_team:
        'L’équipe qui gère l’application doit modifier un réglage. D’ici là, il est inutile de réessayer. Envoyez le message ci-dessous à l’assistance de l’application.',
      wait: 'Patientez une minute, puis réessayez. Si cela ne suffit pas, envoyez le message ci-dessous à l’assistance de l’application.',
    },
    message: {
      title: 'Message à envoyer',
      hint: 'Il ne contient ni mot de passe ni donnée personnelle.',
      opening: 'Bonjour, je ne parviens pas à me connecter à l’application.',
      asks: {
        you: 'Une nouvelle tentative n’a rien changé. La raison est enregistrée sous le numéro ci-dessous.',
        it_admin:
          'L’application n’a pas accepté la réponse de notre service de connexion. Merci de demander la raison exacte à l’assistance de l’application : elle est enregistrée sous le numéro ci-dessous, avec le réglage à modifier.',
        app_team:
          'La connexion s’est arrêtée avant la fin. La raison est enregistrée sous le numéro ci-dessous, avec le réglage à modifier.',
        wait: 'La connexion s’est arrêtée avant la fin, et attendre n’a rien changé. Le numéro ci-dessous permet de retrouver la raison.',
      },
      copy: 'Copier le message',
      copied: 'Le message est copié.',
    },
    retry: 'Réessayer',
    home: 'Revenir à l’application',
    facts: {
      session: 'Identifiant de session',
      request: 'Identifiant de requête',
      time: 'Heure',
      details: 'Détails pour les développeurs de l’application',
      line: (label, value) => `${label} : ${value}`,
    },
  },
  es: {
    problems: {
      link: {
        title: 'Este enlace de inicio de sesión no funciona',
        text: 'La aplicación que le ha traído aquí ha pedido algo que no es posible. Usted no ha hecho nada mal.',
      },
      answer: {
        title: 'No se ha podido iniciar la sesión',
        text: 'El servicio de inicio de sesión de su empresa ha respondido, pero su respuesta no se ha podido aceptar.',
      },
      address: {
        title: 'En esta dirección no hay ningún inicio de sesión',
        text: 'Puede que la dirección esté mal escrita o que ya no se utilice.',
      },
      step: {
        title: 'Este inicio de sesión no puede continuar',
        text: 'Esta página es solo un paso del inicio de sesión. No se puede abrir ni volver a cargar por separado.',
      },
      too_large: {
        title: 'Es demasiado grande',
        text: 'El servicio de inicio de sesión de su empresa ha enviado más datos de los que se aceptan aquí.',
      },
      too_many: {
        title: 'Ha habido demasiados intentos',
        text: 'Desde su red han llegado muchos inicios de sesión en poco tiempo, así que algunos tienen que esperar.',
      },
      broken: {
        title: 'Algo ha salido mal',
        text: 'El error es nuestro. Usted no ha hecho nada mal.',
      },
    },
    actors: {
      you: 'Vuelva a la aplicación e inicie la sesión otra vez, en este mismo navegador. Si no funciona, envíe el mensaje de abajo al equipo de asistencia de la aplicación.',
      it_admin:
        'El departamento de informática de su empresa tiene que cambiar un ajuste del servicio de inicio de sesión. Hasta entonces no sirve de nada volver a intentarlo. Envíele el mensaje de abajo.',
      app_team:
        'El equipo que gestiona la aplicación tiene que cambiar un ajuste. Hasta entonces no sirve de nada volver a intentarlo. Envíe el mensaje de abajo al equipo de asistencia de la aplicación.',
      wait: 'Espere un minuto y vuelva a intentarlo. Si no funciona, envíe el mensaje de abajo al equipo de asistencia de la aplicación.',
    },
    message: {
      title: 'Mensaje para enviar',
      hint: 'No contiene contraseñas ni datos personales.',
      opening: 'Hola, no puedo iniciar sesión en la aplicación.',
      asks: {
        you: 'Volver a intentarlo no ha servido. El motivo está registrado con el número que figura abajo.',
        it_admin:
          'La aplicación no ha aceptado la respuesta de nuestro servicio de inicio de sesión. Por favor, pregunten el motivo exacto al equipo de asistencia de la aplicación: está registrado con el número que figura abajo, junto con el ajuste que hay que cambiar.',
        app_team:
          'El inicio de sesión se ha detenido antes de terminar. El motivo está registrado con el número que figura abajo, junto con el ajuste que hay que cambiar.',
        wait: 'El inicio de sesión se ha detenido antes de terminar, y esperar no ha servido. Con el número que figura abajo se puede encontrar el motivo.',
      },
      copy: 'Copiar el mensaje',
      copied: 'El mensaje está copiado.',
    },
    retry: 'Volver a intentarlo',
    home: 'Volver a la aplicación',
    facts: {
      session: 'ID de sesión',
      request: 'ID de solicitud',
      time: 'Hora',
      details: 'Detalles para quienes desarrollan la aplicación',
      line: (label, value) => `${label}: ${value}`,
    },
  },
  ja: {
    problems: {
      link: {
        title: 'このサインインリンクは使用できません',
        text: '元のアプリから、実行できない要求が送られました。お客様の操作に問題はありません。',
      },
      answer: {
        title: 'サインインできませんでした',
        text: '会社のサインインサービスから応答がありましたが、その内容を受け付けることができませんでした。',
      },
      address: {
        title: 'このアドレスではサインインできません',
        text: 'アドレスに誤りがあるか、すでに使われていない可能性があります。',
      },
      step: {
        title: 'このサインインは続行できません',
        text: 'このページはサインインの途中の手順です。単独で開いたり、再読み込みしたりすることはできません。',
      },
      too_large: {
        title: 'データが大きすぎます',
        text: '会社のサインインサービスから送られたデータが、受け付けられる大きさを超えています。',
      },
      too_many: {
        title: '試行回数が多すぎます',
        text: 'お使いのネットワークから短時間に多数のサインインがあったため、一部をお待ちいただいています。',
      },
      broken: {
        title: '問題が発生しました',
        text: 'こちら側のエラーです。お客様の操作に問題はありません。',
      },
    },
    actors: {
      you: 'アプリに戻り、同じブラウザーでもう一度サインインしてください。解決しない場合は、下のメッセージをアプリのサポートに送ってください。',
      it_admin:
        '会社の IT 管理者がサインインサービスの設定を変更する必要があります。それまでは、もう一度試しても解決しません。下のメッセージを IT 管理者に送ってください。',
      app_team:
        'アプリの運営チームが設定を変更する必要があります。それまでは、もう一度試しても解決しません。下のメッセージをアプリのサポートに送ってください。',
      wait: '1 分ほど待ってから、もう一度お試しください。解決しない場合は、下のメッセージをアプリのサポートに送ってください。',
    },
    message: {
      title: '送信用メッセージ',
      hint: 'パスワードや個人情報は含まれていません。',
      opening: 'お世話になっております。アプリにサインインできません。',
      asks: {
        you: 'もう一度サインインしても解決しませんでした。原因は下の番号で記録されています。',
        it_admin:
          '当社のサインインサービスの応答がアプリに受け付けられませんでした。原因と変更が必要な設定は下の番号で記録されていますので、詳細をアプリのサポートにご確認ください。',
        app_team: 'サインインが途中で止まりました。原因と変更が必要な設定は、下の番号で記録されています。',
        wait: 'サインインが途中で止まり、待っても解決しませんでした。原因は下の番号で調べられます。',
      },
      copy: 'メッセージをコピー',
      copied: 'メッセージをコピーしました。',
    },
    retry: 'もう一度試す',
    home: 'アプリに戻る',
    facts: {
      session: 'セッション ID',
      request: 'リクエスト ID',
      time: '時刻',
      details: 'アプリ開発者向けの詳細',
      line: (label, value) => `${label}：${value}`,
    },
  },
};
