// What pages say around an article, by what it is for, in the languages newsrooms write. `whole` is all that
// a line says (counts, bullets, icons and punctuation at its ends aside), `opens` is how a short line begins.
// Each entry is a regular expression, matched in lower case.

export interface Phrases {
  readonly why: string
  /** Says it only among other furniture: a section's name may as well be a kicker. */
  readonly weak?: true
  readonly whole: readonly string[]
  readonly opens: readonly string[]
}

const entries = (text: string): string[] =>
  text
    .split(/\s\|\s|\n/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

export const PHRASES: readonly Phrases[] = [
  {
    why: 'reaction counter',
    whole: entries(`
      i['’]m (?:sad|angry|happy|surprised|scared|excited) | i (?:recommend|like|love|agree|disagree)(?: it| this)? | likes? | dislikes? | love it | wow | haha | sad | angry | happy | helpful | not helpful | thumbs up | thumbs down | was this (?:article )?helpful\\?? | what['’]s your reaction\\?? | rate this (?:article|story|page) | upvote | downvote | clap | applause | reactions? | 👍+ | (?:❤\\ufe0f?)+
      좋아요 | 싫어요 | 훈훈해요 | 슬퍼요 | 화나요 | 추천해요 | 추천 | 비추천 | 후속기사 원해요 | 후속강추 | 쏠쏠정보 | 흥미진진 | 공감백배 | 분석탁월 | 공감 | 비공감 | 놀랐어요 | 기대돼요 | 이 기사를 추천합니다
      いいね[!！]? | 役に立った | 参考になった | 拍手 | 高評価 | 悲しいね | ひどいね
      赞 | 点赞 | 踩 | 收藏 | 推荐 | 在看 | 感动 | 愤怒 | 难过 | 点个赞
      me gusta | no me gusta | me encanta | me divierte | me asombra | me entristece | me enoja | ¿te (?:gustó|ha gustado) (?:este|el) artículo\\?
      j['’]aime | j['’]adore | je n['’]aime pas | utile | cet article vous a(?:-t-il)? (?:été utile|plu) ?\\??
      gefällt mir | gefällt mir nicht | traurig | wütend | hilfreich | war dieser artikel hilfreich\\??
      أعجبني | لم يعجبني | أحببته | أحزنني | أغضبني | هل أعجبك (?:هذا )?المقال[؟?]?`),
    opens: [],
  },
  {
    why: 'share buttons',
    whole: entries(`
      share | share this(?: (?:article|story|post|page))? | share (?:on|via|to|with) .{2,40} | tweet | tweet this | pin it | copy link | link copied!? | copy url | email | e-mail | email (?:this|a friend|this article) | print | print this(?: (?:page|article))? | save | save (?:this )?(?:article|story|for later) | bookmark | facebook | twitter | x | x \\(twitter\\) | linkedin | whatsapp | telegram | reddit | pinterest | flipboard | messenger | threads | bluesky | mastodon | pocket | line | wechat | weibo | gift this article | listen and follow | share full article | (?:facebook|twitter|linkedin|whatsapp|telegram|reddit|email|print|copy link|x|line)(?:[ ,·/|]+(?:facebook|twitter|linkedin|whatsapp|telegram|reddit|pinterest|email|e-mail|print|copy link|x|line|instagram|youtube|kakaotalk))+
      공유 | 공유하기 | 기사 ?공유(?:하기)? | 카카오톡 | 카카오스토리 | 페이스북 | 트위터 | 네이버 ?블로그 | 밴드 | 네이버 | url ?복사 | 주소 ?복사 | 링크 ?복사 | 인쇄 | 인쇄하기 | 프린트 | 스크랩 | 스크랩하기 | 북마크 | 메일 ?보내기 | 글자 ?크기(?: ?(?:조절|변경|크게|작게))? | 글씨 ?크기.{0,10} | 폰트 ?크기.{0,10} | 기사 ?저장 | sns ?공유 | 이 기사를 공유합니다
      シェア(?:する)? | ツイート(?:する)? | ポスト(?:する)? | 共有(?:する)? | この記事をシェア(?:する)? | 印刷(?:する)? | 保存(?:する)? | ブックマーク | はてなブックマーク | lineで送る | リンクをコピー | urlをコピー | フェイスブック | 記事を印刷 | メールで送る | 文字サイズ.{0,10} | クリップする
      分享 | 分享到.{0,20} | 分享至.{0,20} | 转发 | 微信 | 微博 | 新浪微博 | 朋友圈 | qq空间 | 复制链接 | 打印 | 打印本页 | 收藏本文 | 字号.{0,10} | 扫一扫.{0,20} | 扫码.{0,20} | 用微信扫.{0,30}
      compartir | comparte | compartir (?:en|por|este|esta|vía) .{2,40} | comparte (?:esta|este|en) .{2,40} | tuitear | imprimir | guardar | copiar enlace | enviar por (?:correo|email) | copiar (?:el )?enlace
      partager | partager (?:sur|par|cet|cette|via|l['’]article) ?.{0,40} | partagez(?: .{2,30})? | tweeter | imprimer | enregistrer | copier le lien | envoyer par (?:e-?mail|courriel) | offrir l['’]article
      teilen | artikel teilen | auf .{2,20} teilen | per (?:e-)?mail (?:teilen|versenden) | drucken | artikel drucken | merken | speichern | link kopieren | twittern | artikel verschenken
      شارك | مشاركة | شارك (?:على|عبر|المقال|الخبر) ?.{0,30} | مشاركة (?:المقال|الخبر|عبر .{2,20}) | تغريد | غرّد | طباعة | نسخ الرابط | حفظ | فيسبوك | تويتر | واتساب | تيليجرام | تلغرام`),
    opens: entries(`
      share this (?:article|story|post|page)\\b | follow us on\\b | follow .{2,30} on (?:twitter|facebook|instagram|x|linkedin)\\b | like us on\\b | find us on\\b | join us on\\b | add us on\\b | connect with us
      síguenos en | síganos en | suivez-nous | retrouvez-nous sur | folgen sie uns | folge uns | تابعنا | تابعونا | フォローする | 팔로우 | 关注我们 | 关注.{0,10}公众号`),
  },
  {
    why: 'subscription offer',
    whole: entries(`
      subscribe | subscribe now | subscribe (?:today|here) | sign up | sign up now | become a member | join now | donate | support us | support our work | start (?:your )?free trial | already a subscriber\\?.{0,30} | enter your email.{0,30} | your email(?: address)? | email address | get (?:the )?newsletters? | newsletter | newsletters | premium | subscribers? only | download (?:the|our) app | get the app | open in app
      구독 | 구독하기 | 구독신청 | 뉴스레터 | 뉴스레터 구독(?:하기)? | 무료 구독.{0,20} | 회원가입 | 앱 다운로드 | 기자 구독 | 기자 ?페이지 | 응원하기 | 후원하기 | 정기구독
      購読(?:する)? | 登録(?:する)? | 会員登録 | 無料会員登録 | メルマガ登録 | ニュースレター登録.{0,10} | 有料会員限定 | アプリで読む | この記事は有料会員限定です.?
      订阅 | 立即订阅 | 注册 | 免费注册 | 下载客户端 | 下载app | 打开app.{0,15} | 开通会员 | 关注 | 已关注
      suscríbete | suscribirse | suscríbase.{0,40} | regístrate | hazte (?:socio|suscriptor).{0,20} | boletín | boletines | newsletters?
      s['’]abonner | abonnez-vous.{0,40} | je m['’]abonne | s['’]inscrire | déjà abonné.{0,20} | réservé aux abonnés | article réservé (?:à nos|aux) abonnés
      abonnieren | jetzt abonnieren | abo | zum abo | registrieren | jetzt registrieren | newsletter bestellen | newsletter abonnieren | nur für abonnenten | jetzt testen | zur startseite
      اشترك | اشترك الآن | اشتراك | النشرة البريدية | سجل الآن | اشترك في .{2,40}`),
    opens: entries(`
      subscribe to\\b | sign up (?:for|to)\\b | get (?:our|the|your) .{0,40}(?:newsletter|inbox|in your inbox)\\b | join .{0,30}(?:subscribers|readers|members|newsletter)\\b | enjoying this (?:article|story) | want more (?:stories|news) | become a (?:member|subscriber) | support (?:independent|our) journalism | this (?:article|story) is (?:for|available to) subscribers | you have .{1,20} free articles | to (?:read|continue) .{0,30}(?:subscribe|sign in|log in) | don['’]t miss (?:a|an|the|our) .{0,40}(?:story|update|newsletter|news) | never miss | download our app | delivered (?:straight )?to your inbox
      .{0,30}뉴스레터(?:를|에)? .{0,20}(?:구독|신청|받아) | 지금 구독 | 매일 아침 .{0,30}(?:메일|뉴스레터) | .{0,20}앱에서 .{0,20}보기
      suscríbete (?:a|para|y) | recibe (?:nuestro|nuestra|las|los|en tu) .{0,40}(?:boletín|newsletter|correo) | regístrate para
      inscrivez-vous | recevez (?:notre|nos|chaque|la|les) .{0,40}(?:newsletter|e-?mail|lettre|boîte) | soutenez (?:notre|le|un)
      abonnieren sie | melden sie sich .{0,40}(?:an|newsletter) | erhalten sie .{0,40}(?:newsletter|postfach) | jetzt .{0,20}newsletter
      ニュースレター(?:に|を) | メールマガジン | 无?.{0,10}订阅.{0,10}(?:邮件|通讯|电邮) | اشترك في (?:النشرة|القائمة|نشرتنا) | احصل على .{0,30}(?:النشرة|بريدك)`),
  },
  {
    why: 'advertisement',
    whole: entries(`
      ads? | advertisement | advertisements | advertising | advertisement - scroll to continue | sponsored(?: content| by .{2,40})? | promoted(?: content)? | (?:the )?(?:story|article) continues (?:below|after) ?.{0,30} | continue reading (?:below|the main story) | skip advertisement | scroll (?:down )?to continue.{0,20} | promotion | paid content | partner content
      광고 | ad광고 | 이 기사에는 광고.{0,30} | 스폰서 | 쿠팡 파트너스.{0,60} | 広告 | 広告の後に続きます | スポンサー(?:リンク|ド)? | pr | 広告を閉じる | 广告 | 推广 | 赞助内容
      publicidad | anuncio | contenido patrocinado | continúa (?:leyendo|después) .{0,30} | publicité | annonce | contenu sponsorisé | la suite après (?:la|cette) publicité | anzeige | werbung | - anzeige - | anzeige - .{0,20} | nach der anzeige weiterlesen | إعلان | إعلانات | محتوى مموّل | اعلان`),
    opens: [],
  },
  {
    why: 'cookie notice',
    whole: entries(`
      accept | accept all(?: cookies)? | reject all | allow all(?: cookies)? | manage (?:cookies|preferences|options|choices|settings) | cookie (?:settings|policy|preferences|notice) | cookies | privacy (?:policy|settings|notice) | do not sell .{0,40} | consent | necessary cookies only | i agree | got it!? | terms (?:of (?:use|service)|and conditions|& conditions) | privacy | legal notice
      쿠키 설정 | 모두 동의 | 모두 거부 | 개인정보 ?(?:처리방침|취급방침) | 이용약관 | クッキー設定 | すべて(?:許可|同意|拒否)(?:する)? | 同意する | プライバシーポリシー | 利用規約 | 接受(?:所有|全部)?cookies? | 隐私政策 | 用户协议 | 同意
      aceptar(?: todo| todas| cookies| y cerrar)? | rechazar(?: todo| todas)? | configurar(?: cookies)? | política de (?:cookies|privacidad) | aviso legal | tout accepter | accepter(?: et (?:fermer|continuer))? | tout refuser | continuer sans accepter | paramétrer(?: les cookies)? | politique de confidentialité | mentions légales | gestion des cookies | (?:alle )?akzeptieren | alle ablehnen | ablehnen | cookie-einstellungen | einstellungen(?: verwalten)? | datenschutz(?:erklärung)? | impressum | agb | قبول(?: الكل)? | رفض(?: الكل)? | سياسة الخصوصية | شروط الاستخدام | إعدادات ملفات تعريف الارتباط`),
    opens: entries(`
      (?:we|this (?:site|website)|our (?:site|website|partners)) (?:and our partners )?(?:use|uses|store|may use)\\b.{0,60}\\bcookies? | by (?:continuing|using|clicking|browsing) .{0,60}(?:cookies|you agree|you accept|you consent) | your privacy (?:is important|matters) | we (?:value|care about) your privacy | we and our \\d* ?partners
      .{0,40}쿠키를? .{0,20}(?:사용|이용) | .{0,40}(?:クッキー|cookie)を.{0,20}(?:使用|利用) | .{0,30}使用 ?cookies? | (?:este|nuestro) sitio (?:web )?(?:utiliza|usa) .{0,20}cookies | (?:utilizamos|usamos) (?:las )?cookies | (?:ce site|nous|nos partenaires) .{0,30}utilis.{1,5} (?:des|les) cookies | en (?:poursuivant|continuant) (?:votre|la) navigation | (?:diese (?:website|seite|webseite)|wir) .{0,30}(?:verwende[nt]|nutz(?:en|t)|setz(?:en|t)) .{0,15}cookies | (?:يستخدم|نستخدم) .{0,30}(?:ملفات تعريف الارتباط|الكوكيز)`),
  },
  {
    why: 'copyright notice',
    whole: entries(`
      all rights reserved | reprints? (?:and|&) permissions? | license this content
      무단 ?전재.{0,40} | .{0,30}무단 ?전재(?: ?및)? ?재배포 ?금지.{0,20} | .{0,20}저작권자.{0,60} | .{0,80}all rights reserved.{0,40} | .{0,40}재배포 금지.{0,10} | .{0,40}학습 (?:및 )?활용 금지.{0,10} | .{0,40}無断転載.{0,20} | .{0,30}禁無断転載.{0,10} | .{0,40}版权所有.{0,40} | .{0,30}未经(?:授权|许可).{0,30} | .{0,20}转载请注明.{0,30} | .{0,40}版權所有.{0,30} | .{0,40}todos los derechos reservados.{0,20} | .{0,20}prohibida (?:su|la) reproducción.{0,40} | .{0,40}tous droits réservés.{0,20} | .{0,20}reproduction interdite.{0,20} | .{0,40}alle rechte vorbehalten.{0,20} | .{0,40}(?:جميع|كل) الحقوق محفوظة.{0,40}`),
    opens: entries(
      `© | ⓒ | \\(c\\) ?\\d{4} | copyright (?:©|\\(c\\)|ⓒ|\\d{4}|.{2,40}all rights) | ⓒ? ?copyrights? | <저작권 | 저작권자 | 著作権 | この記事の著作権 | المصدر: © | حقوق النشر`,
    ),
  },
  {
    why: 'related stories',
    whole: entries(`
      related | related (?:articles?|stories|news|content|topics|posts|coverage|links?|reading) | read (?:more|next|also|this next) | more (?:stories|news|articles|coverage|headlines|like this)(?: .{0,30})? | more (?:from|on|in|about) .{2,50} | you (?:may|might) (?:also )?(?:like|be interested in)(?: .{0,20})? | recommended(?: for you| stories| reading| articles| videos?)? | most (?:read|popular|viewed|shared|commented|recent) ?.{0,20} | trending(?: now| stories| topics)? | popular (?:now|stories|posts|articles|in .{2,20}) | hot (?:news|topics?|stories)(?: now)? | top (?:stories|news|headlines) ?.{0,15} | latest (?:news|stories|headlines|articles|updates|posts) | breaking news | editor['’]?s['’]? picks? | in case you missed it | what to read next | up next | next (?:article|story|post|up) | previous (?:article|story|post) | today['’]s top .{0,20} | best of .{0,20} | see (?:also|more|all) | view (?:more|all)(?: .{0,20})? | load more | show more | must reads? | don['’]t miss | featured(?: stories)? | around the web | from the web | from our partners | the latest
      관련 ?(?:기사|뉴스|글|영상|키워드) | 많이 ?본 ?(?:뉴스|기사)?.{0,10} | 주요 ?(?:뉴스|기사) | 이 ?시각 ?(?:주요)? ?뉴스 | 이 ?시각 ?.{0,6}뉴스 | 오늘의 ?(?:주요)? ?뉴스 | 핫 ?(?:뉴스|이슈|클릭).{0,6} | 인기 ?(?:뉴스|기사).{0,6} | 추천 ?(?:뉴스|기사|영상).{0,6} | 최신 ?(?:뉴스|기사).{0,6} | 실시간 ?(?:뉴스|주요뉴스|인기뉴스).{0,6} | 함께 ?(?:본|볼만한|보면) ?.{0,10} | 랭킹 ?뉴스.{0,6} | 더 ?보기 | 기사 ?더 ?보기 | 이전 ?기사 | 다음 ?기사 | 이 ?기자의 ?(?:다른)? ?기사.{0,10} | 헤드라인 ?뉴스? | 단독 ?뉴스 | 속보
      関連(?:記事|ニュース|リンク|キーワード|動画) | あわせて読みたい(?:記事)? | 合わせて読みたい(?:記事)? | (?:おすすめ|オススメ|お薦め)(?:の)?(?:記事|コンテンツ|動画)? | (?:人気|注目|新着|最新|ピックアップ)(?:の)?(?:記事|ニュース|ランキング)? | (?:アクセス|記事|閲覧)?ランキング | よく読まれている記事 | 次の(?:記事|ページ)(?:へ)? | 前の(?:記事|ページ)(?:へ)? | もっと(?:見る|読む) | 続きを読む | 記事一覧(?:へ)? | 一覧を見る | トップへ戻る | こちらもおすすめ | この記事を読んだ人におすすめ.{0,10}
      相关(?:阅读|新闻|文章|推荐|报道|链接|话题) | 推荐(?:阅读|文章|新闻) | 延伸阅读 | 热门(?:文章|新闻|推荐|评论|话题|排行)? | 热点(?:新闻|推荐|排行)? | 今日(?:热点|头条|推荐) | 最新(?:文章|新闻|资讯|消息) | 猜你喜欢 | 点击排行 | 新闻排行.{0,5} | 24小时(?:热文|热榜|排行) | 上一篇 | 下一篇 | 上一页 | 下一页 | 更多 | 查看更多 | 阅读更多 | 阅读原文 | 返回(?:首页|顶部) | 相關(?:閱讀|新聞|文章) | 延伸閱讀 | 熱門(?:文章|新聞)? | 推薦閱讀 | 精彩推荐 | 编辑推荐 | 大家都在看
      (?:noticias|artículos|contenidos?|temas) relacionad[oa]s? | relacionad[oa]s? | te puede interesar | (?:te|le) (?:puede|podría) interesar | (?:también|además) te puede interesar | lo más (?:leído|visto|comentado) ?.{0,20} | más (?:noticias|leídas|leídos|información|artículos|sobre .{2,40}) | lee también | lea también | leer más | ver más | últimas noticias | última hora | recomendad[oa]s(?: para ti)? | siguiente(?: (?:artículo|noticia))? | anterior | no te pierdas | destacados | tendencias | en portada
      (?:articles?|sujets?|contenus?) (?:liés|similaires|associés|connexes) | à lire (?:aussi|également|ensuite) | lire aussi | lire (?:la suite|plus)? | sur le même (?:sujet|thème) | les plus (?:lus|partagés|commentés|récents) | le plus lu | (?:nos )?(?:derniers|dernières) (?:articles|actualités|actus|nouvelles|vidéos) | en continu | à la une | recommandé(?:s)? (?:pour vous)? | vous aimerez aussi | voir (?:aussi|plus|tout) | article (?:suivant|précédent) | plus d['’](?:articles|actualités|infos)(?: .{2,30})? | dans la même rubrique | l['’]essentiel
      mehr (?:zum thema|aus .{2,30}|artikel|von .{2,30}|nachrichten|lesen) | zum thema | lesen sie (?:auch|mehr|dazu|weiter) ?.{0,20} | (?:weitere|verwandte|ähnliche) (?:artikel|themen|beiträge|nachrichten|meldungen) | meistgelesen(?:e .{2,20})? | meist(?:kommentiert|geteilt)e? ?.{0,20} | das könnte (?:sie|dich) (?:auch )?interessieren | auch interessant | empfehlungen(?: der redaktion)? | empfohlen(?:e artikel)? | neueste (?:artikel|nachrichten|meldungen) | aktuelle (?:nachrichten|artikel|meldungen) | eilmeldung | weiterlesen | mehr anzeigen | nächster artikel | vorheriger artikel | top-?themen | schlagzeilen
      (?:مقالات|أخبار|مواضيع|موضوعات|روابط|قصص) (?:ذات صلة|متعلقة|مشابهة|مقترحة|أخرى) | ذات صلة | اقرأ (?:أيضا|أيضاً|أيضًا|المزيد)[:]? | الأكثر (?:قراءة|مشاهدة|تداولا|شعبية|تعليقا).{0,10} | آخر الأخبار | أهم الأخبار | أحدث (?:الأخبار|المقالات) | المزيد | المزيد من .{2,30} | قد يعجبك (?:أيضا|أيضاً|أيضًا)? | مقترحات | التالي | السابق | عاجل | شاهد (?:أيضا|أيضاً|أيضًا)`),
    opens: entries(`
      (?:related|read (?:more|also|next)|see also|more|also read|watch|recommended|don['’]t miss|further reading|up next|don't miss)\\s*[:：>»→|]\\s*.{3} | click here (?:to|for)\\b | read (?:the )?full (?:story|article|report)\\b
      (?:관련 ?기사|더 ?보기|▶ ?관련|바로 ?가기|\\[?관련\\]?)\\s*[:：>▶☞\\]] | ☞ | ▶▶ | ☞ ?.{0,40} ?(?:바로가기|구독|클릭) | (?:関連記事|関連|あわせて読みたい|前回の記事|次の記事)\\s*[:：>＞▶】]\\s*.{3} | 【(?:関連記事|関連|あわせて読みたい|動画|写真)】 | (?:相关阅读|相关新闻|延伸阅读|推荐阅读|更多|相關閱讀|延伸閱讀)\\s*[:：>｜|]\\s*.{2}
      (?:lee|lea|leer|ver|mire|mira) (?:también|además|más)\\s*[:：|>]? .{3} | te puede interesar\\s*[:：|>] | más información\\s*[:：|>] | (?:à lire aussi|lire aussi|lire également|à lire également|voir aussi|notre (?:vidéo|dossier))\\s*[:：|>»-] ?.{3} | (?:lesen sie (?:auch|mehr|dazu)|mehr (?:dazu|zum thema)|auch interessant|passend dazu)\\s*[:：|>»-] ?.{3} | (?:اقرأ أيض[اًا]{1,3}|اقرأ المزيد|شاهد أيض[اًا]{1,3}|للمزيد|طالع أيض[اًا]{1,3})\\s*[:：|>.-]? ?.{3}`),
  },
  {
    why: 'comments',
    whole: entries(`
      comments? | leave a (?:comment|reply) | post (?:a )?comments? | add (?:a )?comment | join the (?:conversation|discussion) | view comments | show comments | no comments(?: yet)? | write a comment.{0,3} | reply | report (?:this )?(?:comment|abuse|ad) | log ?in to (?:comment|reply) | be the first to comment.{0,2} | comments are closed.?
      댓글 | 댓글 ?(?:쓰기|보기|달기|작성) | 댓글을? ?.{0,20} | 첫 댓글.{0,20} | 답글 | 신고 | 신고하기 | 전체 ?댓글 | コメント(?:する|を(?:書く|見る|投稿する|読む))? | コメント一覧 | 返信 | 通報(?:する)? | 评论 | 发表评论 | 查看评论 | 写评论.{0,5} | 回复 | 举报 | 网友评论 | 全部评论 | 我要评论 | 留言
      comentarios? | comentar | dejar? un comentario | escribe un comentario | deja tu comentario | ver comentarios | sé el primero en comentar.? | commentaires? | commenter | laisser un commentaire | voir les commentaires | réagir | poster un commentaire | kommentare? | kommentieren | kommentar (?:schreiben|verfassen) | kommentare (?:lesen|anzeigen) | diskutieren sie mit.? | antworten | تعليق | تعليقات | التعليقات | أضف تعليق(?:ا|اً|ًا)? | اترك تعليق(?:ا|اً|ًا|ك)? | لا توجد تعليقات | رد`),
    opens: [],
  },
  {
    why: 'page navigation',
    whole: entries(`
      home | menu | search | search .{0,20}\\.{3} | sign in | log ?in | log ?out | sign out | my account | account | register | skip to (?:main )?(?:content|navigation) | back to top | top | back | close | contact | contact us | about | about us | help | faqs? | careers | sitemap | site map | advertise(?: with us)? | video | videos | photos | podcasts? | games | sections | edition | e-?paper | live | go to (?:home|homepage|top) | toggle (?:menu|navigation|search) | expand | collapse | loading(?:\\.{3}|…)? | page \\d+ of \\d+ | next page | previous page | next | previous | prev | play | pause | mute | listen | listen to (?:this )?(?:article|story).{0,20} | audio | read aloud | translate | original | view original | report an error | suggest a correction | correct this article | follow | following | unfollow | text size.{0,6} | a- a\\+? | a\\+ a-? | image \\d+ of \\d+ | \\d+ ?/ ?\\d+ | view gallery | view (?:all )?photos | enlarge(?: image)? | open image in gallery | click to enlarge | play video | watch (?:now|video) | toggle caption | hide caption
      홈 | 메뉴 | 검색 | 로그인 | 로그아웃 | 회원정보 | 전체 ?메뉴 | 본문 ?바로가기 | 본문으로 바로가기 | 닫기 | 맨 ?위로 | top | 목록 | 목록보기 | 이전 | 다음 | 기사 ?듣기 | 음성으로 듣기 | 번역 ?설정 | 기사 ?원문 | 오류 ?신고 | 정정 ?보도.{0,10} | pdf ?보기 | 지면 ?보기 | 신문 ?보기 | 제보하기 | 기사 ?제보
      ホーム | メニュー | 検索 | ログイン | ログアウト | マイページ | 閉じる | トップ | トップページ | ページトップ(?:へ)? | お問い合わせ | 会社概要 | サイトマップ | 記事を聴く | 音声で聞く | 拡大(?:する)? | 写真を拡大.{0,5} | 全文表示
      首页 | 菜单 | 搜索 | 登录 | 登陆 | 退出 | 关闭 | 视频 | 图片 | 直播 | 关于我们 | 联系我们 | 网站地图 | 设为首页 | 加入收藏 | 返回 | 首頁 | 選單 | 登入 | 關閉 | 听新闻 | 语音播报 | 纠错 | 意见反馈 | 我要纠错
      inicio | portada | menú | buscar | iniciar sesión | acceder | mi cuenta | cerrar | contacto | quiénes somos | ir al contenido(?: principal)? | saltar al contenido | volver arriba | subir | volver | escuchar(?: (?:el )?artículo)? | secciones
      accueil | rechercher | recherche | se connecter | connexion | mon compte | fermer | contact | qui sommes-nous.? | aller au contenu(?: principal)? | retour (?:en haut|à l['’]accueil) | haut de page | écouter(?: (?:cet |l['’])article)? | lire plus tard | rubriques
      startseite | suche | suchen | anmelden | einloggen | mein konto | schließen | kontakt | über uns | zum inhalt(?: springen)? | zum hauptinhalt.{0,10} | nach oben | zurück | artikel (?:an)?hören | vorlesen | ressorts
      الرئيسية | الصفحة الرئيسية | القائمة | بحث | ابحث | تسجيل الدخول | دخول | إغلاق | اتصل بنا | من نحن | انتقل إلى المحتوى | العودة إلى الأعلى | استمع(?: إلى المقال)?`),
    opens: entries(
      `you are here\\s*: | (?:home|inicio|accueil|startseite|홈|ホーム|トップ|首页|الرئيسية)\\s*[>›»/|＞→]\\s*.{1} | skip to\\b | page \\d+\\b.{0,10}$`,
    ),
  },
  {
    why: 'page navigation',
    weak: true,
    whole: entries(`
      news | world | politics | business | sports? | culture | opinion | lifestyle | technology | science | health | weather | travel | arts | food | money | education | climate | environment
      정치 | 경제 | 사회 | 문화 | 국제 | 세계 | 스포츠 | 연예 | 오피니언 | 사설 | 칼럼 | it/과학 | 라이프 | 건강
      政治 | 経済 | 社会 | 国際 | 文化 | スポーツ | 社説 | オピニオン | 暮らし | 科学 | 健康
      国际 | 国内 | 财经 | 科技 | 体育 | 娱乐 | 社会 | 军事 | 教育
      internacional | nacional | política | economía | deportes | cultura | sociedad | tecnología | opinión | ciencia
      international | monde | politique | économie | culture | société | planète | idées | sciences
      politik | wirtschaft | kultur | sport | gesellschaft | wissen | meinung | ausland | inland | panorama | feuilleton
      أخبار | سياسة | اقتصاد | رياضة | ثقافة | العالم | منوعات | علوم`),
    opens: [],
  },
  {
    why: 'reading time or counter',
    whole: entries(`
      (?:estimated )?(?:reading time|read time)\\s*:?\\s*\\d+.{0,12} | \\d+[ -]?min(?:ute)?s?(?: to)? read(?:ing)?(?: time)? | views? | shares? | reads? | \\d+ ?(?:min|mins|minutes) | listening time.{0,15}
      조회(?:수)? | 읽는 ?(?:시간|데).{0,12} | 조회수? ?:? ?\\d[\\d,]* | 読了(?:時間)?.{0,12} | 閲覧数.{0,10} | この記事は約?\\d+分.{0,12} | 阅读(?:量|数|次数)?\\s*[:：]?\\s*\\d.{0,8} | 浏览(?:量|数|次数)?.{0,10} | 点击(?:数|量)?\\s*[:：].{0,8} | 阅读时间.{0,10} | 约?\\d+分钟(?:阅读)?
      tiempo de lectura.{0,15} | lectura(?: de)?\\s*:?\\s*\\d+ ?min.{0,8} | \\d+ ?min(?:utos)? de lectura | temps de lecture.{0,15} | lecture\\s*:?\\s*\\d+ ?min.{0,8} | \\d+ ?min(?:utes)? de lecture | lesezeit.{0,15} | \\d+ ?min(?:uten)?\\.? lesezeit | (?:مدة|وقت|زمن) القراءة.{0,15} | \\d+ دقائق? (?:قراءة|للقراءة) | مشاهدات?\\s*:?.{0,8}`),
    opens: [],
  },
  {
    why: 'tags',
    whole: entries(
      `tags? | topics? | keywords? | 태그 | 키워드 | タグ | キーワード | 标签 | 关键词 | etiquetas | temas | mots-clés | schlagworte | schlagwörter | themen | الكلمات المفتاحية | وسوم | كلمات مفتاحية | (?:#[^\\s#]{1,30}[\\s,·]*){1,20}`,
    ),
    opens: entries(
      `(?:tags?|topics?|keywords?|filed under|posted in|categor(?:y|ies)|태그|키워드|タグ|キーワード|标签|关键词|關鍵詞|分类|etiquetas|temas|archivado en|mots-clés|thèmes|tags et sujets|schlagworte|schlagwörter|stichworte|الكلمات المفتاحية|وسوم|كلمات دلالية)\\s*[:：|].{1,}`,
    ),
  },
  {
    why: 'editorial imprint',
    whole: entries(
      `.{0,15}责任编辑.{0,20} | \\(?责编[:：].{0,15} | 编辑[:：].{0,12} | 校对[:：].{0,15} | 审核[:：].{0,12} | 值班编辑.{0,15} | 原标题[:：].{0,60} | 责任校对.{0,15} | 편집자? ?[:：].{0,15} | 기사제보 ?및 ?보도자료.{0,40} | .{0,20}제보는 카카오톡.{0,60} | 카카오톡 ?[:：].{0,30} | 전화 ?[:：]? ?[\\d-]{7,15} | 이메일 ?[:：].{0,40} | 당신의 제보.{0,60} | ※? ?이 기사는 .{0,60}(?:제공|제휴).{0,30}`,
    ),
    opens: [],
  },
]
