from django.db import migrations, models


def count_in_the_timeline(apps, schema_editor):
    """Count for the tasks that there are what their timeline tells; from now on the workflow counts."""
    events = apps.get_model('tracker', 'TaskEvent').objects.using(schema_editor.connection.alias)
    tasks = apps.get_model('tracker', 'Task').objects.using(schema_editor.connection.alias)
    sent_back = events.filter(verb='send_back', field='status').order_by()
    for pk, times in sent_back.values_list('task').annotate(models.Count('pk')):
        tasks.filter(pk=pk).update(times_sent_back=times)


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0005_list_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='times_sent_back',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='times sent back'),
        ),
        migrations.RunPython(count_in_the_timeline, migrations.RunPython.noop),
    ]
