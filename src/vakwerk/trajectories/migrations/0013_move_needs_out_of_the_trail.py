from django.db import migrations

from vakwerk.foundation.moving import MoveOwnActs


class Migration(migrations.Migration):
    dependencies = [
        ("trajectories", "0012_keep_needs_and_regional_templates"),
        ("foundation", "0007_keep_own_acts_apart_from_the_trail"),
    ]

    operations = [
        MoveOwnActs(
            (
                "trajectories.need_said",
                "trajectories.need_changed",
                "trajectories.need_met",
                "trajectories.need_withdrawn",
                "trajectories.completed",
            )
        ),
    ]
