-- Who was switched off held the post until then, in days of China.
UPDATE user_posts
SET until_on = (SELECT to_char(to_timestamp(u.changed_at / 1000 + 28800) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
                FROM users u WHERE u.user_id = user_posts.user_id)
WHERE user_id IN (SELECT user_id FROM users WHERE active = 0);
