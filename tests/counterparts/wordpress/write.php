<?php // php write.php SITE install|addresses|excerpts|publish|comment|edit|delete|uncomment ...   Answers on stdout.
[, $site, $deed] = $argv;
$words = array_slice($argv, 3);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
if ($deed === 'install') define('WP_INSTALLING', true);
require $site . '/wp-load.php';
if ($deed !== 'install') wp_set_current_user(1); // an editor's words are kept as they are

function post_at(string $url): int {
    $id = url_to_postid($url);
    if (!$id) { fwrite(STDERR, "no post at $url"); exit(1); }
    return $id;
}

switch ($deed) {
    case 'install':
        require ABSPATH . 'wp-admin/includes/upgrade.php';
        wp_install('Blog mobile & fibre', 'admin', 'admin@example.com', true, '', 'admin-pass', 'fr_FR');
        foreach (['posts_per_rss' => 50, 'rss_use_excerpt' => 0, 'comment_moderation' => 0, 'comments_notify' => 0,
                  'comment_previously_approved' => 0, 'moderation_notify' => 0] as $name => $value) {
            update_option($name, $value);
        }
        break;
    case 'addresses':
        global $wp_rewrite;
        $wp_rewrite->set_permalink_structure('/%postname%/');
        $wp_rewrite->init();
        flush_rewrite_rules(false);
        break;
    case 'publish':
        [$title, $text] = $words;
        $id = wp_insert_post(['post_title' => $title, 'post_content' => $text, 'post_status' => 'publish', 'post_author' => 1], true);
        if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message()); exit(1); }
        echo get_permalink($id);
        break;
    case 'comment':
        [$url, $text, $author] = $words;
        echo wp_insert_comment(['comment_post_ID' => post_at($url), 'comment_author' => $author, 'comment_content' => $text,
                                'comment_author_email' => 'lecteur@example.com', 'comment_approved' => 1]);
        break;
    case 'excerpts': // whether feeds bring only the beginning of articles
        update_option('rss_use_excerpt', (int) $words[0]);
        break;
    case 'edit':
        [$url, $text] = $words;
        wp_update_post(['ID' => post_at($url), 'post_content' => $text]);
        break;
    case 'delete':
        wp_delete_post(post_at($words[0]), true);
        break;
    default:
        fwrite(STDERR, "unknown deed $deed");
        exit(1);
}
